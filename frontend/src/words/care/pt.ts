import type { Words } from './en';

export const words: Words = {
  open: 'Quero que alguém fale comigo, ou alguém pode estar em risco',
  legend: 'Esta história precisa de cuidado?',
  choices: { no: 'Não', talk: 'Sim, por favor falem comigo', risk: 'Sim, alguém pode estar em risco' },
  contact: 'Como podem encontrar você?',
  contactHelp: 'Se quiser. Só essas pessoas veem isto.',
  who: (names) => `Quem pode ler esta história: ${names}, e mais ninguém.`,
  whoUnnamed: 'Só quem cuida das pessoas nesta oficina pode ler esta história.',
  nowhere:
    'Ela não está em nenhum quadro, em nenhuma parede e em nenhum relatório. Só essas pessoas poderiam juntá-la às outras histórias, e pede-se que falem antes com você.',
  urgent:
    'Se alguém está em perigo agora, diga a uma pessoa ao seu lado: a sua história pode não ser lida logo.',
  ask: 'Pedir cuidado',
  cancel: 'Agora não',
};
