/** The projector's window, opened and pointed from the board. */
import * as service from '$/api/facilitator';
import { w } from '$/words/board';
import type { Port } from './port';

export class Wall {
  readonly #desk: Port;
  #blank = false;

  constructor(desk: Port) {
    this.#desk = desk;
  }

  /** Open the projector's window. It must be opened at once, or the browser takes it for an advertisement. */
  async open(): Promise<void> {
    const wall = open('', 'storyharvest-wall');
    await this.#desk.attempt(
      async () => {
        const address = await service.openWall(this.#desk.workshop.id);
        if (wall) wall.location.href = address;
        else location.assign(address);
      },
      () => wall?.close(),
    );
  }

  async show(what: Partial<service.WallShow>, said: string): Promise<void> {
    await this.#desk.attempt(async () => {
      await service.pointWall(this.#desk.workshop.id, what);
      this.#blank = what.show === 'blank';
      this.#desk.notices.show(said);
    });
  }

  blank(): void {
    const blank = !this.#blank;
    void this.show({ show: blank ? 'blank' : 'board' }, blank ? w.wall.blank : w.wall.board);
  }
}
