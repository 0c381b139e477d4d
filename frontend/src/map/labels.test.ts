import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beside, labelHeight, placeLabels, type Wanted } from './labels';

const paper = { width: 1000, height: 700 };
const label = (id: string, x: number, y: number, width = 120): Wanted => ({ id, at: { x, y }, width });
const crowd = (x: number, y: number, size = 40) =>
  Array.from({ length: 200 }, (_, n) => ({
    x: x + Math.cos(n) * size * (n / 200),
    y: y + Math.sin(n) * size * (n / 200),
  }));
const boxOf = ({ at, width }: Wanted, offset: { x: number; y: number }) => ({
  left: at.x + offset.x - width / 2,
  right: at.x + offset.x + width / 2,
  top: at.y + offset.y - labelHeight / 2,
  bottom: at.y + offset.y + labelHeight / 2,
});
const covers = (box: ReturnType<typeof boxOf>, { x, y }: { x: number; y: number }) =>
  x > box.left && x < box.right && y > box.top && y < box.bottom;

const spot = fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 0, max: 700 }) });

describe('names on the map', () => {
  it('cover no story where there is room beside them', () => {
    const wanted = [label('a', 300, 300), label('b', 700, 400)];
    const dots = [...crowd(300, 300), ...crowd(700, 400)];

    const places = placeLabels(wanted, dots, paper);

    for (const one of wanted)
      expect(dots.filter((dot) => covers(boxOf(one, places.get(one.id)!), dot))).toEqual([]);
  });

  it('never cover each other and never leave the paper, however many there are', () => {
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 60 }), (spots) => {
        const wanted = spots.map(({ x, y }, n) => label(`${n}`, x, y, 60 + (n % 5) * 40));
        const placed = [...placeLabels(wanted, spots, paper)];
        const boxes = placed.map(([id, offset]) => boxOf(wanted[Number(id)]!, offset));
        boxes.forEach((box, n) => {
          expect(box.left >= 0 && box.top >= 0 && box.right <= 1000 && box.bottom <= 700).toBe(true);
          for (const other of boxes.slice(n + 1))
            expect(
              box.left >= other.right ||
                other.left >= box.right ||
                box.top >= other.bottom ||
                other.top >= box.bottom,
            ).toBe(true);
        });
      }),
    );
  });

  it('stay where they were while that is about as good', () => {
    const wanted = [label('a', 300, 300)];
    const former = placeLabels(wanted, crowd(300, 300, 40), paper);

    expect(placeLabels(wanted, crowd(300, 300, 43), paper, former)).toEqual(former);
  });
});

describe('a story’s card', () => {
  it('never covers the story it tells of', () => {
    const card = fc.record({
      width: fc.integer({ min: 80, max: 320 }),
      height: fc.integer({ min: 60, max: 240 }),
    });
    const papers = fc.constantFrom(paper, { width: 380, height: 600 });
    fc.assert(
      fc.property(spot, card, papers, (at, size, sheet) => {
        fc.pre(at.x <= sheet.width && at.y <= sheet.height);
        const { x, y } = beside(at, size, sheet);
        expect(at.x > x && at.x < x + size.width && at.y > y && at.y < y + size.height).toBe(false);
      }),
    );
  });
});
