export const words = {
  title: 'Board',
};

export type Words = typeof words;
