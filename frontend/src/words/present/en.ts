export const words = {
  title: 'On the wall',
};

export type Words = typeof words;
