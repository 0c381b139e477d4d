/** Fulfilled once the next frame is on the screen: what the eye need not wait for comes after it. */
export const drawn = (): Promise<void> =>
  new Promise((done) => {
    const notDrawing = setTimeout(done, 100); // a page in the background draws no frames
    requestAnimationFrame(() => {
      clearTimeout(notDrawing);
      setTimeout(done);
    });
  });
