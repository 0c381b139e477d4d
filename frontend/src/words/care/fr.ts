import type { Words } from './en';

export const words: Words = {
  open: 'Je voudrais que quelqu’un me parle, ou quelqu’un est peut-être en danger',
  legend: 'Cette histoire demande-t-elle de l’attention ?',
  choices: {
    no: 'Non',
    talk: 'Oui, parlez-moi s’il vous plaît',
    risk: 'Oui, quelqu’un est peut-être en danger',
  },
  contact: 'Comment peut-on vous trouver ?',
  contactHelp: 'Si vous voulez. Seules ces personnes le voient.',
  who: (names) => `Qui peut lire cette histoire : ${names}, et personne d’autre.`,
  whoUnnamed:
    'Seules les personnes qui prennent soin des autres dans cet atelier peuvent lire cette histoire.',
  nowhere:
    'Elle n’est sur aucun tableau, aucun mur et dans aucun rapport. Elles seules pourraient la joindre aux autres histoires, et on leur demande de vous parler d’abord.',
  urgent:
    'Si quelqu’un est en danger maintenant, dites-le à une personne près de vous : votre histoire ne sera peut-être pas lue tout de suite.',
  ask: 'Demander de l’attention',
  cancel: 'Pas maintenant',
};
