/** While something is dragged near an edge, what lies there scrolls on. */
const edge = 64;
const speed = 14;

export function autoScrollWhileDragging(): () => void {
  let x = -1;
  let y = -1;
  let frame = 0;

  const over = (event: DragEvent) => {
    x = event.clientX;
    y = event.clientY;
  };

  const scroll = () => {
    const under = document.elementFromPoint(x, y);
    push(under?.closest('.lane'), 'y');
    push(under?.closest('.lanes') ?? document.querySelector('.lanes'), 'x');
    frame = requestAnimationFrame(scroll);
  };

  function push(box: Element | null | undefined, axis: 'x' | 'y') {
    if (!box || x < 0) return;
    const { left, right, top, bottom } = box.getBoundingClientRect();
    if (axis === 'x') box.scrollLeft += x > right - edge ? speed : x < left + edge ? -speed : 0;
    else box.scrollTop += y > bottom - edge ? speed : y < top + edge ? -speed : 0;
  }

  document.addEventListener('dragover', over);
  frame = requestAnimationFrame(scroll);
  return () => {
    document.removeEventListener('dragover', over);
    cancelAnimationFrame(frame);
  };
}
