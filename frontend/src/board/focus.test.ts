import { describe, expect, it } from 'vitest';
import { boardFrom } from './board';
import type { Desk } from './desk.svelte';
import { makeRead } from './fixture';
import { target } from './focus';

const board = boardFrom(
  makeRead({ themes: { water: ['s1', 's2', 's3'], empty: [], work: ['s4'] }, notPlaced: ['s5', 's6'] }),
);
const desk = { board, visible: (ids: readonly string[]) => ids } as unknown as Desk;
const searching = {
  board,
  visible: (ids: readonly string[]) => ids.filter((id) => id !== 's2'),
} as unknown as Desk;

describe('an arrow from a story', () => {
  it.each([
    ['s1', 'ArrowDown', 's2'],
    ['s2', 'Shift+ArrowUp', 's1'],
    ['s1', 'End', 's3'],
    ['s3', 'Home', 's1'],
    ['s5', 'ArrowRight', 's1'],
    ['s2', 'ArrowLeft', 's6'],
  ])('%s, %s leads to %s', (from, key, to) => {
    expect(target(desk, from, key)).toBe(to);
  });

  it('passes over lanes without stories, to the same height or the last', () => {
    expect(target(desk, 's3', 'ArrowRight')).toBe('s4');
  });

  it('passes over stories that the search leaves out', () => {
    expect(target(searching, 's1', 'ArrowDown')).toBe('s3');
  });

  it('leads nowhere at the end', () => {
    expect(target(desk, 's4', 'ArrowRight')).toBeNull();
    expect(target(desk, 's1', 'q')).toBeNull();
  });
});
