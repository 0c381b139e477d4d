/** Drawing the map on two canvases: the stories, and over them what changes with every move of the hand. */
import type { Look } from '$/parts/theme_looks';
import type { Point, Spot } from './geometry';
import type { Size } from './labels';
import { outline } from './shapes';

/** How the stories of a theme look; `null` is for those not placed yet. */
export interface Sign {
  readonly look: Look;
  readonly letter: string;
  readonly tint: string;
}

export interface Dot extends Point {
  readonly sign: Sign | null;
}

export interface Label {
  readonly id: string;
  readonly at: Spot;
  readonly text: string;
  readonly sign: Sign;
}

/** How map coordinates become pixels. */
export interface Lens {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Paper extends Size {
  readonly density: number;
  readonly ink: string;
  readonly paper: string;
  readonly onTint: string;
  readonly accent: string;
  readonly rule: string;
}

const lettersUpTo = 1_500;
const shapesUpTo = 6_000;

export const scale = ({ width, height }: Size, lens: Lens) => (Math.min(width, height) / 2.3) * lens.zoom;

export const toPixels = (spot: Spot, paper: Size, lens: Lens): Spot => ({
  x: paper.width / 2 + (spot.x - lens.x) * scale(paper, lens),
  y: paper.height / 2 + (spot.y - lens.y) * scale(paper, lens),
});

export const toMap = (pixel: Spot, paper: Size, lens: Lens): Spot => ({
  x: (pixel.x - paper.width / 2) / scale(paper, lens) + lens.x,
  y: (pixel.y - paper.height / 2) / scale(paper, lens) + lens.y,
});

const edge = 20;
const onPaper = ({ x, y }: Spot, { width, height }: Size) =>
  x > -edge && y > -edge && x < width + edge && y < height + edge;

/** The fewer stories are in sight, the more each of them shows: a dot, a shape, a shape with its letter. */
function detail(dots: readonly Dot[], paper: Size, lens: Lens): { radius: number; letters: boolean } {
  let seen = 0;
  for (const dot of dots) if (onPaper(toPixels(dot, paper, lens), paper)) seen++;
  if (seen <= lettersUpTo) return { radius: 9, letters: true };
  return { radius: seen <= shapesUpTo ? 5 : 3.5, letters: false };
}

/** Each look is drawn once and stamped from then on: twenty thousand stamps are quick, as many outlines are not. */
class Stamps {
  readonly #made = new Map<Sign | null, HTMLCanvasElement>();
  readonly #paper: Paper;
  readonly #radius: number;
  readonly #letters: boolean;

  constructor(paper: Paper, { radius, letters }: { radius: number; letters: boolean }) {
    this.#paper = paper;
    this.#radius = radius;
    this.#letters = letters;
  }

  get side(): number {
    return this.#radius * 2 + 2;
  }

  of(sign: Sign | null): HTMLCanvasElement {
    const made = this.#made.get(sign) ?? this.#make(sign);
    this.#made.set(sign, made);
    return made;
  }

  #make(sign: Sign | null): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.ceil(this.side * this.#paper.density);
    const context = canvas.getContext('2d')!;
    context.scale(this.#paper.density, this.#paper.density);
    drawSign(context, this.#paper, sign, this.side / 2, this.side / 2, this.#radius, this.#letters);
    return canvas;
  }
}

function drawSign(
  context: CanvasRenderingContext2D,
  paper: Paper,
  sign: Sign | null,
  x: number,
  y: number,
  radius: number,
  letter: boolean,
) {
  outline(context, radius > 4 ? (sign?.look ?? null) : null, x, y, radius);
  context.fillStyle = sign?.tint ?? paper.paper;
  context.fill();
  if (!sign) {
    context.strokeStyle = paper.rule;
    context.lineWidth = 1.5;
    context.stroke();
  } else if (letter) {
    context.fillStyle = paper.onTint;
    context.font = `700 ${sign.letter.length > 1 ? 8 : 10}px sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(sign.letter, x, y + 0.5);
  }
}

/** All stories; those that `dim` names are faint. */
export function drawDots(
  context: CanvasRenderingContext2D,
  paper: Paper,
  dots: readonly Dot[],
  lens: Lens,
  dim: (id: string) => boolean,
): number {
  const shown = detail(dots, paper, lens);
  const stamps = new Stamps(paper, shown);
  const { side } = stamps;
  const by = scale(paper, lens);
  const left = paper.width / 2 - lens.x * by - side / 2;
  const top = paper.height / 2 - lens.y * by - side / 2;
  context.clearRect(0, 0, paper.width, paper.height);
  for (const { id, x, y, sign } of dots) {
    const at = { x: Math.round(left + x * by), y: Math.round(top + y * by) };
    if (!onPaper(at, paper)) continue;
    context.globalAlpha = dim(id) ? 0.25 : 1;
    context.drawImage(stamps.of(sign), at.x, at.y, side, side);
  }
  context.globalAlpha = 1;
  return shown.radius;
}

export interface Over {
  readonly chosen: readonly Dot[];
  readonly focus: Dot | undefined;
  readonly labels: readonly Label[];
  /** How far from its spot each name stands; names without a place are not shown. */
  readonly places: ReadonlyMap<string, Spot>;
  readonly line: readonly Spot[];
  readonly lens: Lens;
  readonly radius: number;
}

/** What lies over the stories: rings, names, and the line that is being drawn. */
export function drawOver(context: CanvasRenderingContext2D, paper: Paper, over: Over) {
  const { chosen, focus, labels, places, line, lens, radius } = over;
  context.clearRect(0, 0, paper.width, paper.height);
  for (const dot of chosen) ring(context, toPixels(dot, paper, lens), radius + 3, paper.accent);
  for (const label of labels) {
    const offset = places.get(label.id);
    if (offset) drawLabel(context, paper, label, toPixels(label.at, paper, lens), offset);
  }
  if (focus) ring(context, toPixels(focus, paper, lens), radius + 5, paper.ink);
  drawLine(context, paper, line);
}

function ring(context: CanvasRenderingContext2D, at: Spot, radius: number, colour: string) {
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, Math.PI * 2);
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.stroke();
}

const labelFont = '600 15px serif';
const signSide = 18;

/** How wide a theme's name is with its sign. */
export function labelWidth(context: CanvasRenderingContext2D, text: string): number {
  context.font = labelFont;
  return context.measureText(text).width + signSide + 14;
}

/** A name with its sign, on a halo of the paper's colour, and a thin line to where its stories are. */
function drawLabel(context: CanvasRenderingContext2D, paper: Paper, label: Label, at: Spot, offset: Spot) {
  const width = labelWidth(context, label.text);
  const [x, y] = [at.x + offset.x, at.y + offset.y];
  const left = x - width / 2;
  context.beginPath();
  context.moveTo(at.x, at.y);
  context.lineTo(Math.max(left, Math.min(at.x, left + width)), y + (offset.y > 0 ? -10 : 10));
  context.strokeStyle = label.sign.tint;
  context.lineWidth = 1.5;
  context.stroke();
  drawSign(context, paper, label.sign, left + signSide / 2, y, signSide / 2, true);
  context.font = labelFont;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = paper.paper;
  context.strokeText(label.text, left + signSide + 6, y + 1);
  context.fillStyle = paper.ink;
  context.fillText(label.text, left + signSide + 6, y + 1);
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
