export const words = {
  title: 'Take away',
};

export type Words = typeof words;
