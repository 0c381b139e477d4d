/** Something a person can do here: one line of a menu, a key, the end of a drag. */
export interface Action {
  readonly id: string;
  readonly label: string;
  readonly keys?: readonly string[];
  readonly possible?: boolean;
  run(): void;
}
