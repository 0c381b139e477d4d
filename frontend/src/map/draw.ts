/** Drawing the map on a canvas; knows nothing of stories but where they are and how they look. */
import type { Point, Spot } from './geometry';

export interface Dot extends Point {
  readonly letter: string;
  readonly tint: string;
  readonly placed: boolean;
  readonly chosen: boolean;
  readonly dim: boolean;
}

export interface Label extends Spot {
  readonly text: string;
  readonly tint: string;
}

/** How map coordinates become pixels. */
export interface Lens {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly ink: string;
  readonly paper: string;
  readonly onTint: string;
  readonly accent: string;
  readonly rule: string;
}

const lettersUpTo = 1_500;

export const scale = ({ width, height }: { width: number; height: number }, lens: Lens) =>
  (Math.min(width, height) / 2.3) * lens.zoom;

export const toPixels = (spot: Spot, paper: { width: number; height: number }, lens: Lens): Spot => ({
  x: paper.width / 2 + (spot.x - lens.x) * scale(paper, lens),
  y: paper.height / 2 + (spot.y - lens.y) * scale(paper, lens),
});

export const toMap = (pixel: Spot, paper: { width: number; height: number }, lens: Lens): Spot => ({
  x: (pixel.x - paper.width / 2) / scale(paper, lens) + lens.x,
  y: (pixel.y - paper.height / 2) / scale(paper, lens) + lens.y,
});

export interface Picture {
  readonly dots: readonly Dot[];
  readonly labels: readonly Label[];
  readonly focus: Dot | undefined;
  readonly line: readonly Spot[];
  readonly lens: Lens;
}

export function draw(
  context: CanvasRenderingContext2D,
  paper: Paper,
  { dots, labels, focus, line, lens }: Picture,
) {
  context.clearRect(0, 0, paper.width, paper.height);
  const seen = dots
    .map((dot) => ({ dot, at: toPixels(dot, paper, lens) }))
    .filter(({ at }) => at.x > -20 && at.y > -20 && at.x < paper.width + 20 && at.y < paper.height + 20);
  const withLetters = seen.length <= lettersUpTo;
  const radius = withLetters ? 9 : 3.5;
  context.font = '700 10px sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { dot, at } of seen) drawDot(context, paper, dot, at, radius, withLetters);
  if (focus) ring(context, toPixels(focus, paper, lens), radius + 5, paper.ink, 3);
  drawLabels(context, paper, labels, lens);
  drawLine(context, paper, line);
}

function drawDot(
  context: CanvasRenderingContext2D,
  paper: Paper,
  dot: Dot,
  at: Spot,
  radius: number,
  letter: boolean,
) {
  context.globalAlpha = dot.dim ? 0.25 : 1;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, Math.PI * 2);
  if (dot.placed) {
    context.fillStyle = dot.tint;
    context.fill();
  } else {
    context.fillStyle = paper.paper;
    context.fill();
    context.strokeStyle = paper.rule;
    context.lineWidth = 1.5;
    context.stroke();
  }
  if (letter && dot.placed) {
    context.fillStyle = paper.onTint;
    context.fillText(dot.letter, at.x, at.y + 0.5);
  }
  if (dot.chosen) ring(context, at, radius + 3, paper.accent, 3);
  context.globalAlpha = 1;
}

function ring(context: CanvasRenderingContext2D, at: Spot, radius: number, colour: string, width: number) {
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, Math.PI * 2);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Names do not cover each other: one that would is moved down until it does not. */
function drawLabels(context: CanvasRenderingContext2D, paper: Paper, labels: readonly Label[], lens: Lens) {
  const taken: { x: number; y: number; width: number }[] = [];
  const height = 22;
  context.font = '600 15px serif';
  for (const label of labels) {
    const at = toPixels(label, paper, lens);
    const width = context.measureText(label.text).width + 14;
    let y = at.y - 22;
    while (
      taken.some((box) => Math.abs(box.y - y) < height && Math.abs(box.x - at.x) < (box.width + width) / 2)
    )
      y += height;
    taken.push({ x: at.x, y, width });
    context.globalAlpha = 0.92;
    context.fillStyle = paper.paper;
    context.fillRect(at.x - width / 2, y - height / 2, width, height - 2);
    context.globalAlpha = 1;
    context.fillStyle = label.tint;
    context.fillRect(at.x - width / 2, y + height / 2 - 4, width, 2);
    context.fillStyle = paper.ink;
    context.fillText(label.text, at.x, y - 1);
  }
}

function drawLine(context: CanvasRenderingContext2D, paper: Paper, line: readonly Spot[]) {
  if (line.length < 2) return;
  context.beginPath();
  for (const { x, y } of line) context.lineTo(x, y);
  context.closePath();
  context.setLineDash([6, 4]);
  context.strokeStyle = paper.accent;
  context.lineWidth = 2;
  context.stroke();
  context.setLineDash([]);
}
