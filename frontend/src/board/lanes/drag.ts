/** Dragging stories onto lanes: a pointer's short cut to the move command, nothing more. */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollWhileDragging } from './scroll';
import type { Desk } from '../desk.svelte';

interface Dragged {
  desk: Desk;
  storyId: string;
}

/** The story, or all that are ticked when it is one of them. */
const carried = ({ desk, storyId }: Dragged): string[] =>
  desk.selected.has(storyId) ? [...desk.selected] : [storyId];

export function canBeDragged(what: () => Dragged) {
  return (element: HTMLElement) => {
    let stopScrolling = () => {};
    return draggable({
      element,
      canDrag: ({ input, element: card }) => !what().desk.readOnly && !startsOnControl(card, input),
      getInitialData: () => ({ storyIds: carried(what()) }),
      onDragStart: () => {
        const { desk } = what();
        desk.store.hold();
        desk.take(carried(what()));
        element.classList.add('dragging');
        stopScrolling = autoScrollWhileDragging();
      },
      onDrop: ({ source, location }) => {
        stopScrolling();
        element.classList.remove('dragging');
        const { desk } = what();
        desk.store.release();
        const lane = location.current.dropTargets[0];
        if (lane) desk.move(source.data['storyIds'] as string[], lane.data['themeId'] as string | null);
      },
    });
  };
}

const startsOnControl = (card: Element, { clientX, clientY }: { clientX: number; clientY: number }) =>
  !!document
    .elementFromPoint(clientX, clientY)
    ?.closest('button, input, [popover]')
    ?.closest('[data-story]')
    ?.isSameNode(card);

export function takesStories(
  what: () => { desk: Desk; themeId: string | null },
  over: (isOver: boolean) => void,
) {
  return (element: HTMLElement) =>
    dropTargetForElements({
      element,
      canDrop: ({ source }) => 'storyIds' in source.data && !what().desk.readOnly,
      getData: () => ({ themeId: what().themeId }),
      onDragEnter: () => over(true),
      onDragLeave: () => over(false),
      onDrop: () => over(false),
    });
}
