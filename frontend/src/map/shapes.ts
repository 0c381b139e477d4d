/** The twelve shapes that go with the twelve colours, as in `Mark`, for a canvas. */
import type { Look } from '$/parts/theme_looks';

type Corners = readonly [topLeft: number, topRight: number, bottomRight: number, bottomLeft: number];

/** Rounded squares, each corner in shares of the side. */
const rounded: Partial<Record<Look, Corners>> = {
  clay: [0.5, 0.5, 0.5, 0.5],
  ochre: [0.08, 0.08, 0.08, 0.08],
  moss: [0.5, 0.5, 0.15, 0.15],
  leaf: [0, 0.7, 0, 0.7],
  sea: [0.15, 0.15, 0.5, 0.5],
  rose: [0.7, 0, 0.7, 0],
};

/** Polygons, each corner in shares of the side. */
const pointed: Partial<Record<Look, readonly (readonly [number, number])[]>> = {
  teal: [[0.25, 0], [0.75, 0], [1, 0.5], [0.75, 1], [0.25, 1], [0, 0.5]], // prettier-ignore
  indigo: [[0.5, 0], [1, 0.38], [0.82, 1], [0.18, 1], [0, 0.38]], // prettier-ignore
  plum: [[0.3, 0], [0.7, 0], [1, 0.3], [1, 0.7], [0.7, 1], [0.3, 1], [0, 0.7], [0, 0.3]], // prettier-ignore
  berry: [[0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5]], // prettier-ignore
  umber: [[0, 0], [1, 0], [1, 0.7], [0.5, 1], [0, 0.7]], // prettier-ignore
  slate: [[0.12, 0], [1, 0], [0.88, 1], [0, 1]], // prettier-ignore
};

/** Lay the outline of a look around a point; without a look, a circle. */
export function outline(
  context: CanvasRenderingContext2D,
  look: Look | null,
  x: number,
  y: number,
  radius: number,
) {
  const side = radius * 2;
  const corners = pointed[look ?? 'clay'];
  context.beginPath();
  if (corners) {
    for (const [right, down] of corners) context.lineTo(x - radius + right * side, y - radius + down * side);
    context.closePath();
  } else {
    const radii = rounded[look ?? 'clay']!.map((share) => share * side);
    context.roundRect(x - radius, y - radius, side, side, radii);
  }
}
