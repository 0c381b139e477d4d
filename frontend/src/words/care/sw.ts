import type { Words } from './en';

export const words: Words = {
  open: 'Nataka mtu aongee nami, au mtu anaweza kuwa hatarini',
  legend: 'Je, hadithi hii inahitaji uangalizi?',
  choices: { no: 'Hapana', talk: 'Ndiyo, tafadhali ongeeni nami', risk: 'Ndiyo, mtu anaweza kuwa hatarini' },
  contact: 'Wanaweza kukupata vipi?',
  contactHelp: 'Ukipenda. Ni wao tu wanaoona hili.',
  who: (names) => `Wanaoweza kusoma hadithi hii: ${names} tu.`,
  whoUnnamed: 'Ni wale tu wanaowaangalia watu katika warsha hii wanaoweza kusoma hadithi hii.',
  nowhere:
    'Haiko kwenye ubao wowote, ukuta wowote wala ripoti yoyote. Ni wao tu wanaoweza kuiweka pamoja na hadithi nyingine, na wanaombwa kuongea nawe kwanza.',
  urgent:
    'Ikiwa mtu yuko hatarini sasa, mwambie mtu aliye karibu nawe: huenda hadithi yako isisomwe mara moja.',
  ask: 'Omba uangalizi',
  cancel: 'Si sasa',
};
