/** What a dialog asks before a command goes out. One dialog draws them all. */
import type { Command } from '$/api/facilitator';

export interface Question {
  readonly title: string;
  readonly lead?: string;
  readonly submit: string;
  /** Choose a theme, perhaps a new one by its name, perhaps "not placed yet". */
  readonly pick?: { readonly but?: string; readonly notPlaced?: boolean; readonly fresh?: boolean };
  readonly name?: { readonly value: string; readonly offers?: readonly string[] };
  readonly description?: { readonly value: string };
  readonly stories?: readonly string[];
  readonly reason: 'optional' | 'required' | 'none';
  answered(given: Given): void;
}

export interface Given {
  readonly themeId: string | null;
  readonly freshName: string | null;
  readonly name: string;
  readonly description: string;
  readonly storyIds: readonly string[];
  readonly because: Because;
}

/** Why, and for whom: goes with every command. */
export type Because = Pick<Extract<Command, { type: 'undo' | 'redo' }>, 'reason' | 'acting_for'>;
