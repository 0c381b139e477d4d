/** While something is dragged near an edge, what lies there scrolls on. */
const edge = 64;
const speed = 14;

interface Box {
  readonly element: Element;
  readonly rect: DOMRect;
}

export function autoScrollWhileDragging(): () => void {
  let x = -1;
  let y = -1;
  let frame = 0;
  let lane: Box | null = null;
  let lanes: Box | null = null;

  /** The browser tells what is under the pointer; its place is asked for once, when another lane is entered. */
  const over = ({ clientX, clientY, target }: DragEvent) => {
    x = clientX;
    y = clientY;
    const under = target instanceof Element ? target.closest('.lane') : null;
    if (under !== (lane?.element ?? null)) lane = boxOf(under);
    lanes ??= boxOf(document.querySelector('.lanes'));
  };

  const scroll = () => {
    if (lane && y > lane.rect.bottom - edge) lane.element.scrollTop += speed;
    else if (lane && y < lane.rect.top + edge) lane.element.scrollTop -= speed;
    if (lanes && x > lanes.rect.right - edge) lanes.element.scrollLeft += speed;
    else if (lanes && x < lanes.rect.left + edge) lanes.element.scrollLeft -= speed;
    frame = requestAnimationFrame(scroll);
  };

  document.addEventListener('dragover', over);
  frame = requestAnimationFrame(scroll);
  return () => {
    document.removeEventListener('dragover', over);
    cancelAnimationFrame(frame);
  };
}

const boxOf = (element: Element | null): Box | null =>
  element && { element, rect: element.getBoundingClientRect() };
