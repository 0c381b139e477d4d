import type { Words } from './en';

export const words: Words = {
  title: 'Cuente su historia',
};
