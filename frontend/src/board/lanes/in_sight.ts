/** Which elements of a scrolling box are in sight or nearly so: one watcher a box, however many elements it holds. */
type Told = (near: boolean) => void;

const told = new WeakMap<Element, Told>();
const watchers = new WeakMap<Element, IntersectionObserver>();

/** An attachment that tells whether the element is near the part of its parent that is in sight. */
export function whenNear(tell: Told) {
  return (element: Element) => {
    const box = element.parentElement;
    if (!box) return;
    const watcher = watchers.get(box) ?? watch(box);
    told.set(element, tell);
    watcher.observe(element);
    return () => watcher.unobserve(element);
  };
}

/** Tell an element that it is near, before it is: what has the focus must be drawn. */
export const bringNear = (element: Element | null) => element && told.get(element)?.(true);

function watch(box: Element): IntersectionObserver {
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting || !target.contains(document.activeElement)) told.get(target)?.(isIntersecting);
    },
    { root: box, rootMargin: '0px 50%' },
  );
  watchers.set(box, watcher);
  return watcher;
}
