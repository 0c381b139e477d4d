/** What the parts of a desk know of it: the narrow side of `Desk`, so that nothing imports itself in a circle. */
import type { SvelteSet } from 'svelte/reactivity';
import type { Command, Wanted, WorkshopDetail } from '$/api/facilitator';
import type { Connection } from '$/api/live';
import type { Refused } from '$/api/client';
import type { Board } from './board';
import type { Notices } from './notices.svelte';
import type { Because } from './question';
import type { BoardStore } from './store.svelte';

export type Side =
  'suggestions' | 'story' | 'similar' | 'history' | 'discuss' | 'aside' | 'held' | 'team' | 'meaning' | null;
export type Decision = 'accept' | 'dismiss' | 'keep';

export interface Port {
  readonly workshop: WorkshopDetail;
  readonly board: Board;
  readonly notices: Notices;
  readonly store: BoardStore;
  readonly selected: SvelteSet<string>;
  readonly grouping: { closeSpent(command: Command): void };
  readonly past: { open(subject: string | null): Promise<void> };
  readonly search: string;
  readonly focusId: string | null;
  readonly actingFor: Command['acting_for'];
  side: Side;
  failed: Refused | null;

  do(commands: readonly Wanted[], because?: Because): void;
  undo(): void;
  attempt(ask: () => Promise<unknown>, otherwise?: () => void): Promise<void>;
  pressedTwice(decision: Decision): boolean;
  connected(state: Connection): void;
  nameOf(themeId: string | null): string;
  visible(ids: readonly string[]): readonly string[];
  focus(storyId: string): Promise<void>;
  toggle(storyId: string): void;
  saySelected(): void;
}
