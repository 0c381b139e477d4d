import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { densest, inside, nearest, surrounded, towards } from './geometry';

const point = (id: string, x: number, y: number) => ({ id, x, y });
const square = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

describe('the nearest point', () => {
  const points = [point('a', 0, 0), point('b', 1, 0)];

  it('is the one within reach', () => {
    expect(nearest(points, { x: 0.9, y: 0 }, 0.2)?.id).toBe('b');
  });

  it('is none when all are too far', () => {
    expect(nearest(points, { x: 0.5, y: 0 }, 0.2)).toBeUndefined();
  });
});

describe('a line drawn by hand', () => {
  it('surrounds what is inside and nothing else', () => {
    const unit = fc.integer({ min: -1000, max: 2000 }).map((n) => (n + 0.5) / 1000);
    fc.assert(
      fc.property(unit, unit, (x, y) => {
        expect(inside(square, { x, y })).toBe(x > 0 && x < 1 && y > 0 && y < 1);
      }),
    );
  });
});

describe('the points a line surrounds', () => {
  it('are all that are inside it', () => {
    const share = fc.integer({ min: -50, max: 50 }).map((n) => n / 50);
    const spot = fc.record({ x: share, y: share });
    fc.assert(
      fc.property(fc.array(spot), fc.array(spot, { minLength: 3 }), (spots, line) => {
        const points = spots.map(({ x, y }, n) => point(`${n}`, x, y));
        expect(surrounded(points, line)).toEqual(points.filter((one) => inside(line, one)));
      }),
    );
  });
});

describe('the densest place', () => {
  it('is where most stories are', () => {
    const crowd = Array.from({ length: 20 }, (_, n) => point(`c${n}`, 0.5 + n / 1000, 0.5));

    expect(densest([...crowd, point('far', -1, -1)])?.x).toBeCloseTo(0.51, 1);
  });

  it('is nowhere for no stories', () => {
    expect(densest([])).toBeUndefined();
  });
});

describe('the way an arrow points', () => {
  const here = point('here', 0, 0);
  const points = [here, point('right', 1, 0.1), point('up', 0, -1), point('aside', 0.1, 1)];

  it.each([
    ['ArrowRight', 'right'],
    ['ArrowUp', 'up'],
    ['ArrowDown', 'aside'],
  ] as const)('%s leads to %s', (way, id) => {
    expect(towards(points, here, way)?.id).toBe(id);
  });

  it('leads nowhere where nothing is', () => {
    expect(towards(points, here, 'ArrowLeft')).toBeUndefined();
  });
});
