export const words = {
  title: 'StoryHarvest',
};

export type Words = typeof words;
