/** Where names and cards stand on the map, so that they cover neither each other nor the stories. All in pixels. */
import type { Spot } from './geometry';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Wanted {
  readonly id: string;
  /** What the name is about. */
  readonly at: Spot;
  readonly width: number;
}

export const labelHeight = 24;
const distances = [16, 34, 58, 90, 130, 180, 240];
const directions = Array.from({ length: 16 }, (_, n) => (n * Math.PI) / 8 - Math.PI / 2);

/**
 * How far from its spot each name stands: as near as it can without covering another name, and over as few stories as
 * may be. Earlier names choose first; one that finds no free place is left out. A name keeps its `former` place unless
 * another is clearly better.
 */
export function placeLabels(
  wanted: readonly Wanted[],
  dots: readonly Spot[],
  paper: Size,
  former: ReadonlyMap<string, Spot> = new Map(),
): Map<string, Spot> {
  const covered = counter(dots, paper);
  const taken: Box[] = [];
  const places = new Map<string, Spot>();
  for (const label of wanted) {
    if (!on(paper, label.at)) continue;
    let best: { offset: Spot; box: Box; cost: number } | undefined;
    for (const { offset, bonus } of offsets(label, former.get(label.id))) {
      const box = around(label, offset);
      if (!on(paper, box) || !on(paper, { x: box.right, y: box.bottom })) continue;
      if (taken.some((other) => overlap(other, box))) continue;
      const cost = covered(box) * 200 + Math.hypot(offset.x, offset.y) - bonus;
      if (!best || cost < best.cost) best = { offset, box, cost };
    }
    if (!best) continue;
    taken.push(best.box);
    places.set(label.id, best.offset);
  }
  return places;
}

interface Box extends Spot {
  readonly right: number;
  readonly bottom: number;
}

const on = (paper: Size, { x, y }: Spot) => x >= 0 && y >= 0 && x <= paper.width && y <= paper.height;

const overlap = (one: Box, other: Box) =>
  one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom;

function around({ at, width }: Wanted, offset: Spot): Box {
  const x = at.x + offset.x - width / 2;
  const y = at.y + offset.y - labelHeight / 2;
  return { x, y, right: x + width, bottom: y + labelHeight };
}

function* offsets({ width }: Wanted, former: Spot | undefined): Generator<{ offset: Spot; bonus: number }> {
  if (former) yield { offset: former, bonus: 60 };
  for (const distance of distances)
    for (const direction of directions) {
      const [across, down] = [Math.cos(direction), Math.sin(direction)];
      const far = distance + (Math.abs(across) * width + Math.abs(down) * labelHeight) / 2;
      yield { offset: { x: Math.round(across * far), y: Math.round(down * far) }, bonus: 0 };
    }
}

const cell = 8;

/** How many dots lie under a box: asked very often, so the paper is counted once, cell by cell, from its corner on. */
function counter(dots: readonly Spot[], paper: Size): (box: Box) => number {
  const columns = Math.ceil(paper.width / cell) + 1;
  const rows = Math.ceil(paper.height / cell) + 1;
  const sums = new Uint32Array(columns * rows);
  for (const dot of dots)
    if (on(paper, dot)) {
      const at = (Math.floor(dot.y / cell) + 1) * columns + Math.floor(dot.x / cell) + 1;
      if (at < sums.length) sums[at]!++;
    }
  for (let row = 1; row < rows; row++)
    for (let column = 1; column < columns; column++) {
      const at = row * columns + column;
      sums[at]! += sums[at - 1]! + sums[at - columns]! - sums[at - columns - 1]!;
    }
  const upTo = (x: number, y: number) => {
    const column = Math.min(columns - 1, Math.max(0, Math.ceil(x / cell)));
    const row = Math.min(rows - 1, Math.max(0, Math.ceil(y / cell)));
    return sums[row * columns + column]!;
  };
  // A dot is wider than a point, so the box is asked about with a margin.
  return ({ x, y, right, bottom }) => {
    const [x0, y0, x1, y1] = [x - cell, y - cell, right + cell, bottom + cell];
    return upTo(x1, y1) - upTo(x0, y1) - upTo(x1, y0) + upTo(x0, y0);
  };
}

const away = 18;

/** The corner of a card that tells of a spot and never covers it: beside it where there is room, else over or under. */
export function beside(at: Spot, card: Size, paper: Size): Spot {
  const clamp = (value: number, most: number) => Math.max(4, Math.min(value, most - 4));
  const y = clamp(at.y - card.height / 2, paper.height - card.height);
  const x = clamp(at.x - card.width / 2, paper.width - card.width);
  if (at.x + away + card.width < paper.width) return { x: at.x + away, y };
  if (at.x - away - card.width > 0) return { x: at.x - away - card.width, y };
  if (at.y + away + card.height < paper.height) return { x, y: at.y + away };
  return { x, y: at.y - away - card.height };
}
