/** What the page says after a command: what came of it, or who was faster. */
import type { Conflict, ThemeGone } from '$/api/client';
import type { ChangeEvent, Command, CommandsDone } from '$/api/facilitator';
import { ago } from '$/words/words';
import { w } from '$/words/board';
import { storiesNamed, themeNamed, themeOf } from './board';
import type { Port } from './port';

/** After these an undo is offered for a while. */
const weighty = new Set<Command['type']>([
  'merge',
  'dissolve',
  'split',
  'set_aside',
  'accept_run',
  'move',
  'accept_suggestion',
  'restore',
  'bring_back',
]);

export const isWeighty = (command: Command): boolean => weighty.has(command.type);

/** One sentence about a command that was carried out. */
export function sentence(desk: Port, command: Command, done: CommandsDone): string {
  const { said } = w;
  const name = desk.nameOf(themeNamed(command));
  switch (command.type) {
    case 'move':
      return moved(desk, command, done.results[0]?.followed_to ?? null);
    case 'bring_back':
      return command.theme_id ? said.themeBack : said.broughtBack;
    case 'merge':
      return said.merged(desk.nameOf(command.into_theme_id));
    case 'create_theme':
      return said.made(command.name);
    case 'rename':
      return said.renamed(command.name);
    case 'agree':
      return said.agreed(name);
    case 'reopen':
      return said.reopened(name);
    case 'lock':
      return said.locked(name);
    case 'unlock':
      return said.unlocked(name);
    default:
      return plainSentences[command.type] ?? `${done.seq}`;
  }
}

/** Where stories went; `instead` is the theme that the one asked for had become part of. */
function moved(desk: Port, command: Extract<Command, { type: 'move' }>, instead: string | null): string {
  const { said } = w;
  if (!command.theme_id) return said.takenOut;
  const ids = storiesNamed(command);
  const into = instead ?? command.theme_id;
  const name = desk.nameOf(into);
  if (instead) return said.followed(name);
  const there = themeOf(desk.board, into)?.storyIds.length ?? ids.length;
  return ids.length > 1 ? said.movedMany(ids.length, name, there) : said.moved(name, there);
}

/** How this page calls those who act: people by the name they go by, the others by what they are. */
export function callThem(actor: string, name: string): string {
  const { who } = w.history;
  return who[actor.slice(0, `${actor}:`.indexOf(':')) as keyof typeof who] ?? name;
}

/** Whether an event brought stories onto the board. */
export const joined = (after: ChangeEvent['after']): boolean =>
  Object.values(after).some((state) => (state as { state?: string } | null)?.state === 'in_set');

/** Who touched the same story or theme first, what they did and when. */
export function conflictSentence({ subject, actor, actor_name, theme_name, at }: Conflict): string {
  const { trouble } = w;
  const who = callThem(actor, actor_name);
  const when = ago(at);
  if (subject.startsWith('theme:')) return trouble.conflictTheme(who, when);
  return theme_name ? trouble.conflict(who, theme_name, when) : trouble.conflictOut(who, when);
}

/** Which theme is gone, and through whom. */
export function goneSentence({ theme_name, retired_reason, actor, actor_name, at }: ThemeGone): string {
  const what = retired_reason === 'dissolved' ? w.trouble.dissolved : w.trouble.merged;
  return what(callThem(actor, actor_name), theme_name || w.theme.unnamed, ago(at));
}

const plainSentences: Partial<Record<Command['type'], string>> = {
  add_secondary: w.said.also,
  remove_secondary: w.said.notAlso,
  pin: w.said.pinned,
  unpin: w.said.unpinned,
  confirm: w.said.confirmed,
  split: w.said.split,
  describe: w.said.described,
  dissolve: w.said.dissolved,
  reorder: w.said.reordered,
  set_aside: w.said.setAside,
  accept_suggestion: w.said.accepted,
  accept_run: w.said.acceptedAll,
  refuse_suggestion: w.said.refused,
  restore: w.said.restored,
  undo: w.said.undone,
  redo: w.said.redone,
};
