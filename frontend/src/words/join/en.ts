export const words = {
  title: 'Tell your story',
};

export type Words = typeof words;
