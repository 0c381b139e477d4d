/** Questions before a command: which theme, which name, which stories, and why. */
import { w } from '$/words/board';
import { lane, themeOfStory, type Theme } from './board';
import type { Desk } from './desk.svelte';

const { ask } = w;

export function askWhere(desk: Desk, storyIds: readonly string[]): void {
  desk.take(storyIds);
  const here = sharedPlace(desk, storyIds);
  desk.ask({
    title: ask.moveTitle(storyIds.length),
    submit: ask.moveDo,
    pick: { notPlaced: here !== null, fresh: true, ...(here ? { but: here } : {}) },
    reason: 'optional',
    answered: ({ themeId, freshName, because }) =>
      freshName ? desk.createTheme(freshName, '', storyIds, because) : desk.move(storyIds, themeId, because),
  });
}

/** Where all these stories are now: a theme, among those not placed yet (null), or not together (undefined). */
function sharedPlace(desk: Desk, storyIds: readonly string[]): string | null | undefined {
  const places = new Set(storyIds.map((id) => themeOfStory(desk.board, id)?.id ?? null));
  return places.size === 1 ? [...places][0] : undefined;
}

export function askAlso(desk: Desk, storyIds: readonly string[]): void {
  desk.ask({
    title: ask.alsoTitle,
    submit: ask.alsoDo,
    pick: {},
    reason: 'optional',
    answered: ({ themeId, because }) =>
      desk.do([{ type: 'add_secondary', story_ids: [...storyIds], theme_id: themeId! }], because),
  });
}

export function askNewTheme(desk: Desk, storyIds: readonly string[]): void {
  desk.ask({
    title: ask.newTitle(storyIds.length),
    submit: ask.newDo,
    name: { value: '' },
    description: { value: '' },
    reason: 'optional',
    answered: ({ name, description, because }) => desk.createTheme(name, description, storyIds, because),
  });
}

export function askRename(desk: Desk, theme: Theme): void {
  desk.ask({
    title: ask.renameTitle(desk.nameOf(theme.id)),
    submit: ask.renameDo,
    ...(theme.hint ? { lead: w.theme.hints[theme.hint] } : {}),
    name: { value: theme.name, offers: theme.keywords },
    reason: 'optional',
    answered: ({ name, because }) => desk.do([{ type: 'rename', theme_id: theme.id, name }], because),
  });
}

export function askDescription(desk: Desk, theme: Theme): void {
  desk.ask({
    title: ask.describeTitle(desk.nameOf(theme.id)),
    lead: ask.describeLead,
    submit: ask.describeDo,
    description: { value: theme.description },
    reason: 'optional',
    answered: ({ description, because }) =>
      desk.do([{ type: 'describe', theme_id: theme.id, description }], because),
  });
}

/** A name that says nothing gets a question first; any other theme is agreed at once. */
export function agree(desk: Desk, theme: Theme): void {
  const command = { type: 'agree' as const, theme_id: theme.id };
  if (!theme.hint) return desk.do([command]);
  desk.ask({
    title: ask.agreeTitle(desk.nameOf(theme.id)),
    lead: ask.agreeHint(w.theme.hints[theme.hint]),
    submit: ask.agreeDo,
    reason: 'optional',
    answered: ({ because }) => desk.do([command], because),
  });
}

export function askMerge(desk: Desk, theme: Theme): void {
  desk.ask({
    title: ask.mergeTitle(desk.nameOf(theme.id)),
    lead: ask.mergeLead,
    submit: ask.mergeDo,
    pick: { but: theme.id },
    reason: 'optional',
    answered: ({ themeId, because }) =>
      desk.do([{ type: 'merge', theme_id: theme.id, into_theme_id: themeId! }], because),
  });
}

export function askSplit(desk: Desk, theme: Theme): void {
  desk.ask({
    title: ask.splitTitle(desk.nameOf(theme.id)),
    lead: ask.splitLead,
    submit: ask.splitDo,
    stories: lane(desk.board, theme.id),
    name: { value: '' },
    reason: 'optional',
    answered: ({ name, storyIds, because }) =>
      desk.do(
        [{ type: 'split', theme_id: theme.id, story_ids: [...storyIds], name, description: '' }],
        because,
      ),
  });
}

export function askDissolve(desk: Desk, theme: Theme): void {
  desk.ask({
    title: ask.dissolveTitle(desk.nameOf(theme.id)),
    lead: ask.dissolveLead(theme.storyIds.length),
    submit: ask.dissolveDo,
    reason: 'optional',
    answered: ({ because }) => desk.do([{ type: 'dissolve', theme_id: theme.id }], because),
  });
}

export function askSetAside(desk: Desk, storyIds: readonly string[]): void {
  desk.ask({
    title: ask.setAsideTitle(storyIds.length),
    lead: ask.setAsideLead,
    submit: ask.setAsideDo,
    reason: 'required',
    answered: ({ because }) => {
      desk.selected.clear();
      desk.do([{ type: 'set_aside', story_ids: [...storyIds], reason: because.reason ?? '' }], because);
    },
  });
}

export function askAcceptAll(desk: Desk): void {
  desk.ask({
    title: w.suggestions.acceptAllTitle,
    lead: w.suggestions.acceptAllLead(desk.grouping.suggestions.length),
    submit: w.suggestions.acceptAll,
    reason: 'optional',
    answered: ({ because }) => desk.grouping.acceptAll(because),
  });
}

export function askRenameAndAccept(desk: Desk): void {
  const suggestion = desk.grouping.suggestion;
  if (!suggestion) return;
  desk.ask({
    title: ask.acceptTitle,
    submit: ask.acceptDo,
    name: { value: suggestion.name ?? '', offers: suggestion.explanation.keywords },
    reason: 'optional',
    answered: ({ name, because }) => desk.grouping.accept(suggestion, name, because),
  });
}

export function askRestore(desk: Desk, when: string): void {
  desk.ask({
    title: ask.restoreTitle,
    lead: ask.restoreLead(when),
    submit: ask.restoreDo,
    reason: 'optional',
    answered: ({ because }) => desk.past.restore(because),
  });
}
