import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices } from './notices.svelte';

const changes = (name: string, n: number) => `${name} made ${n} changes`;

describe('what the page says', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('gathers what others do into one sentence', () => {
    const notices = new Notices();
    for (const name of ['Ben', 'Ben', 'Cleo']) notices.othersDid(name, changes);

    vi.advanceTimersByTime(5_000);

    expect(notices.voice).toBe('Ben made 2 changes. Cleo made 1 changes');
  });

  it('lets nobody talk over the answer to one\u2019s own step', () => {
    const notices = new Notices();
    notices.othersDid('Ben', changes);
    vi.advanceTimersByTime(4_900);
    notices.say('Moved to Water, 14 stories');

    vi.advanceTimersByTime(2_900);
    expect(notices.voice).toBe('Moved to Water, 14 stories');
    vi.advanceTimersByTime(200);
    expect(notices.voice).toBe('Ben made 1 changes');
  });
});
