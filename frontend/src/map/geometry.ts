/** Points on a map: finding, surrounding and labelling them. All pure, all in the map's own coordinates. */

export interface Point {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const squared = (one: Spot, other: Spot) => (one.x - other.x) ** 2 + (one.y - other.y) ** 2;

/** The nearest point within reach, or none. */
export function nearest<P extends Point>(points: readonly P[], at: Spot, reach: number): P | undefined {
  let best: P | undefined;
  let least = reach ** 2;
  for (const point of points) {
    const distance = squared(point, at);
    if (distance > least) continue;
    best = point;
    least = distance;
  }
  return best;
}

/** Whether a spot lies inside a closed line drawn by hand (even-odd rule). */
export function inside(line: readonly Spot[], { x, y }: Spot): boolean {
  let within = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const a = line[i]!;
    const b = line[j]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}

/** The points inside a closed line drawn by hand; far ones are told apart without walking the line. */
export function surrounded<P extends Point>(points: readonly P[], line: readonly Spot[]): P[] {
  const xs = line.map(({ x }) => x);
  const ys = line.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return points.filter(
    (point) =>
      point.x >= left && point.x <= right && point.y >= top && point.y <= bottom && inside(line, point),
  );
}

const sampled = 150;

/** Where a theme's stories lie closest together: the place for its name. */
export function densest(points: readonly Point[], reach = 0.18): Spot | undefined {
  const stride = Math.max(1, Math.floor(points.length / sampled));
  const some = points.filter((_, at) => at % stride === 0);
  let best: Spot | undefined;
  let most = -1;
  for (const point of some) {
    const near = some.filter((other) => squared(point, other) < reach ** 2);
    if (near.length <= most) continue;
    most = near.length;
    best = mean(near);
  }
  return best;
}

const mean = (spots: readonly Spot[]): Spot => ({
  x: spots.reduce((sum, spot) => sum + spot.x, 0) / spots.length,
  y: spots.reduce((sum, spot) => sum + spot.y, 0) / spots.length,
});

export type Way = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const ahead: Record<Way, (from: Spot, to: Spot) => { along: number; aside: number }> = {
  ArrowRight: (from, to) => ({ along: to.x - from.x, aside: Math.abs(to.y - from.y) }),
  ArrowLeft: (from, to) => ({ along: from.x - to.x, aside: Math.abs(to.y - from.y) }),
  ArrowDown: (from, to) => ({ along: to.y - from.y, aside: Math.abs(to.x - from.x) }),
  ArrowUp: (from, to) => ({ along: from.y - to.y, aside: Math.abs(to.x - from.x) }),
};

/** The next point in a direction: near, and more ahead than aside. */
export function towards<P extends Point>(points: readonly P[], from: P, way: Way): P | undefined {
  let best: P | undefined;
  let least = Infinity;
  for (const point of points) {
    if (point.id === from.id) continue;
    const { along, aside } = ahead[way](from, point);
    if (along <= 0 || aside > along * 2) continue;
    const effort = along + aside * 2;
    if (effort < least) [best, least] = [point, effort];
  }
  return best;
}
