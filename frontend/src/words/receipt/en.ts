export const words = {
  title: 'Your story',
};

export type Words = typeof words;
