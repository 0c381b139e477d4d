/** Everything that can be done on the board, as data: menus list it, keys find it, drags end in it. */
import type { Action } from '$/parts/action';
import { w } from '$/words/board';
import {
  agree,
  askAlso,
  askDescription,
  askDissolve,
  askMerge,
  askNewTheme,
  askRename,
  askSetAside,
  askSplit,
  askWhere,
} from './asks';
import { themeOf, type Theme } from './board';
import type { Desk } from './desk.svelte';
import { withOwn } from './keys';

const { do: label } = w;

/** What can be done with the chosen stories. */
export function storyActions(desk: Desk, storyIds: readonly string[]): Action[] {
  const { board } = desk;
  const stories = storyIds.flatMap((id) => board.stories.get(id) ?? []);
  const placed = stories.filter((story) => story.membership);
  const open = !desk.readOnly && stories.length > 0;
  const ids = [...storyIds];
  const first = stories[0];
  const secondary = first && stories.length === 1 ? first.secondary : [];
  const all: Action[] = [
    {
      id: 'open',
      label: label.openStory,
      keys: ['Enter'],
      possible: stories.length === 1,
      run: () => openStory(desk, ids[0]!),
    },
    {
      id: 'similar',
      label: label.similar,
      keys: ['f'],
      possible: stories.length === 1,
      run: () => findSimilar(desk, ids[0]!),
    },
    {
      id: 'wall',
      label: label.storyOnWall,
      possible: stories.length === 1,
      run: () => void desk.wall.show({ show: 'story', story_id: ids[0]! }, w.wall.story),
    },
    { id: 'move', label: label.move, keys: ['m'], possible: open, run: () => askWhere(desk, ids) },
    {
      id: 'confirm',
      label: label.confirm,
      keys: ['c'],
      possible: open && placed.some((story) => story.membership?.state === 'suggested'),
      run: () => desk.do([{ type: 'confirm', story_ids: ids }]),
    },
    pinOrUnpin(
      desk,
      ids,
      open && placed.length > 0,
      placed.length > 0 && placed.every((s) => s.membership?.pinned),
    ),
    {
      id: 'take-out',
      label: label.takeOut,
      keys: ['Delete'],
      possible: open && placed.length > 0,
      run: () => desk.move(ids, null),
    },
    { id: 'also', label: label.also, possible: open && placed.length > 0, run: () => askAlso(desk, ids) },
    ...secondary.map((themeId) => ({
      id: `not-also-${themeId}`,
      label: label.notAlso(desk.nameOf(themeId)),
      possible: open,
      run: () => desk.do([{ type: 'remove_secondary', story_ids: ids, theme_id: themeId }]),
    })),
    {
      id: 'new-theme',
      label: label.newThemeFrom,
      keys: ['g'],
      possible: open,
      run: () => askNewTheme(desk, ids),
    },
    {
      id: 'history',
      label: w.story.history,
      possible: stories.length === 1,
      run: () => void desk.past.open(ids[0]),
    },
    { id: 'set-aside', label: label.setAside, possible: open, run: () => askSetAside(desk, ids) },
  ];
  return withOwn(all, desk.ownKeys);
}

function pinOrUnpin(desk: Desk, ids: string[], possible: boolean, pinned: boolean): Action {
  const type = pinned ? 'unpin' : 'pin';
  return {
    id: 'pin',
    label: pinned ? label.unpin : label.pin,
    keys: ['i'],
    possible,
    run: () => desk.do([{ type, story_ids: ids }]),
  };
}

/** What can be done with a theme. */
export function themeActions(desk: Desk, theme: Theme): Action[] {
  const open = !desk.readOnly;
  const at = desk.board.themes.findIndex((other) => other.id === theme.id);
  const theme_id = theme.id;
  const agreed = theme.state === 'agreed';
  const unconfirmed = theme.storyIds.some(
    (id) => desk.board.stories.get(id)?.membership?.state === 'suggested',
  );
  const all: Action[] = [
    {
      id: 'wall',
      label: label.themeOnWall,
      run: () => void desk.wall.show({ show: 'theme', theme_id }, w.wall.theme),
    },
    {
      id: 'rename',
      label: label.rename,
      keys: ['e', 'F2'],
      possible: open,
      run: () => askRename(desk, theme),
    },
    { id: 'describe', label: label.describe, possible: open, run: () => askDescription(desk, theme) },
    {
      id: 'agree',
      label: agreed ? label.reopen : label.agree,
      keys: ['a'],
      possible: open,
      run: () => (agreed ? desk.do([{ type: 'reopen', theme_id }]) : agree(desk, theme)),
    },
    {
      id: 'lock',
      label: theme.locked ? label.unlock : label.lock,
      keys: ['l'],
      possible: open,
      run: () => desk.do([{ type: theme.locked ? 'unlock' : 'lock', theme_id }]),
    },
    {
      id: 'confirm-all',
      label: label.confirmAll,
      possible: open && unconfirmed,
      run: () => desk.do([{ type: 'confirm', theme_id }]),
    },
    {
      id: 'merge',
      label: label.merge,
      keys: ['Shift+M'],
      possible: open && desk.board.themes.length > 1,
      run: () => askMerge(desk, theme),
    },
    {
      id: 'split',
      label: label.split,
      keys: ['s'],
      possible: open && theme.storyIds.length > 1,
      run: () => askSplit(desk, theme),
    },
    {
      id: 'earlier',
      label: label.earlier,
      possible: open && at > 0,
      run: () => desk.do([{ type: 'reorder', theme_id, position: at - 1 }]),
    },
    {
      id: 'later',
      label: label.later,
      possible: open && at < desk.board.themes.length - 1,
      run: () => desk.do([{ type: 'reorder', theme_id, position: at + 1 }]),
    },
    { id: 'dissolve', label: label.dissolve, possible: open, run: () => askDissolve(desk, theme) },
  ];
  return withOwn(all, desk.ownKeys);
}

/** What can be done anywhere on the board. */
export function boardActions(desk: Desk): Action[] {
  const open = !desk.readOnly;
  const all: Action[] = [
    { id: 'undo', label: w.board.undo, keys: ['Ctrl+Z'], possible: open, run: () => desk.undo() },
    {
      id: 'redo',
      label: w.board.redo,
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      possible: open,
      run: () => desk.redo(),
    },
    { id: 'new', label: w.board.newTheme, keys: ['t'], possible: open, run: () => askNewTheme(desk, []) },
    {
      id: 'next',
      label: label.nextSuggestion,
      keys: ['n'],
      run: () => desk.grouping.step(desk.side === 'suggestions' ? 1 : 0),
    },
    { id: 'previous', label: label.previousSuggestion, keys: ['p'], run: () => desk.grouping.step(-1) },
    {
      id: 'dismiss',
      label: label.dismiss,
      keys: ['x'],
      possible: open && desk.side === 'suggestions' && !!desk.grouping.suggestion,
      run: () => desk.grouping.suggestion && desk.grouping.dismiss(desk.grouping.suggestion),
    },
    {
      id: 'accept',
      label: label.accept,
      keys: ['y'],
      possible: open && desk.side === 'suggestions' && !!desk.grouping.suggestion,
      run: () => desk.grouping.suggestion && desk.grouping.accept(desk.grouping.suggestion),
    },
    {
      id: 'search',
      label: w.board.search,
      keys: ['/'],
      run: () => document.getElementById('board-search')?.focus(),
    },
    { id: 'discuss', label: w.board.discuss, keys: ['d'], run: () => desk.showSide('discuss') },
    {
      id: 'history',
      label: w.board.history,
      keys: ['h'],
      run: () => (desk.side === 'history' ? desk.showSide(null) : void desk.past.open()),
    },
    { id: 'lanes', label: w.board.lanes, keys: ['1'], run: () => desk.setView('lanes') },
    { id: 'list', label: w.board.list, keys: ['2'], run: () => desk.setView('list') },
    { id: 'map', label: w.board.map, keys: ['3'], run: () => desk.setView('map') },
    { id: 'blank', label: label.blank, keys: ['b'], run: () => desk.wall.blank() },
    {
      id: 'pause',
      label: label.pause,
      keys: ['.'],
      possible: pausable(desk),
      run: () => pauseOrResume(desk),
    },
    { id: 'keys', label: w.board.keys, keys: ['?'], run: () => (desk.showKeys = true) },
    { id: 'back', label: w.keys.esc, keys: ['Escape'], run: () => oneLayerBack(desk) },
  ];
  return withOwn(all, desk.ownKeys);
}

/** One of them, by its name. */
export const boardAction = (desk: Desk, id: string): Action =>
  boardActions(desk).find((action) => action.id === id)!;

const pausable = (desk: Desk) => desk.workshop.stage === 'collecting' || desk.workshop.stage === 'reviewing';

function pauseOrResume(desk: Desk): void {
  void desk.moveStage(desk.workshop.stage === 'collecting' ? 'reviewing' : 'collecting');
}

function oneLayerBack(desk: Desk): void {
  if (desk.search) desk.search = '';
  else if (desk.selected.size) desk.selected.clear();
  else if (desk.past.shown) desk.past.shown = null;
  else desk.side = null;
}

function findSimilar(desk: Desk, storyId: string): void {
  desk.focusId = storyId;
  desk.side = 'similar';
}

function openStory(desk: Desk, storyId: string): void {
  desk.focusId = storyId;
  desk.side = 'story';
}

/** The theme that keys speak of: that of the story in focus. */
export function themeInFocus(desk: Desk): Theme | undefined {
  return themeOf(desk.board, desk.focused?.membership?.themeId);
}
