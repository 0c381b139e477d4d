import { describe, expect, it } from 'vitest';
import { fold } from './search';

describe('a text as searches compare it', () => {
  it.each([
    ['école', 'École'],
    ['Water point', 'water\u00a0 point'],
    ['ΑΘΗΝΑ', 'Αθήνα'],
    ['елка', 'Ёлка'],
    ['ﬁle', 'file'],
    ['ＱＤＲ', 'qdr'],
    ['Nước', 'nuoc'],
    ['İzmir', 'izmir'],
  ])('%s equals %s', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it.each([
    ['दिन', 'दान'],
    ['かき', 'かぎ'],
    ['ปา', 'ปู'],
  ])('%s is another word than %s', (one, other) => {
    expect(fold(other)).not.toContain(fold(one));
  });
});
