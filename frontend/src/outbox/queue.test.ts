import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../api/ask';
import { told, type KeptStory } from './phone_story';
import { after, judge, outlived, pause, queue, standing, type Outcome } from './queue';
import { someDraft } from './testing';

const reply = (status: number, data?: unknown): Reply => ({ status, data, retryAfter: 0 });
const story = (more: Partial<KeptStory> = {}): KeptStory => ({ ...told(someDraft('a'), 1), ...more });
const refusal = { code: 'payload-invalid', fields: [] };

describe('a reply', () => {
  it('counts when it is 200 or 201, JSON, and names the story', () => {
    for (const status of [200, 201])
      expect(judge(reply(status, { id: 'a' }), 'a', 'tell').kind).toBe('received');
  });

  it('does not count otherwise, whatever it looks like', () => {
    const unbelievable = [
      null,
      reply(200),
      reply(201, { id: 'b' }),
      reply(200, 'a'),
      reply(204, {}),
      reply(302),
      reply(404),
      reply(403, 'x'),
      reply(511),
    ];

    for (const one of unbelievable) expect(['no_answer', 'later']).toContain(judge(one, 'a', 'tell').kind);
  });

  it('refuses a story only in the words of the service', () => {
    expect(judge(reply(422, { title: 'Too long' }), 'a', 'tell').kind).toBe('refused');
    expect(judge(reply(422, undefined), 'a', 'tell').kind).toBe('no_answer');
  });

  it('never makes a received story anything less, in any order of replies', () => {
    const replies = fc.constantFrom<Reply | null>(
      null, reply(200), reply(201, { id: 'a' }), reply(409, { title: 'x' }), reply(422, { title: 'x' }), reply(401, { title: 'x' }), reply(503, { title: 'x' }),
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(replies), (coming) => {
        let now = story();
        let arrived = false;
        for (const one of coming) {
          const outcome = judge(one, 'a', 'tell');
          now = after(now, 'tell', outcome, 0);
          arrived ||= outcome.kind === 'received';
          expect(now.state === 'received').toBe(arrived);
        }
      }),
    );
  });
});

describe('the words', () => {
  it('say what is true in each state', () => {
    expect(standing(story(), null)).toBe('saved');
    expect(standing(story(), 'a')).toBe('sending');
    expect(standing(story({ tried: true }), null)).toBe('waiting');
    expect(standing(story({ state: 'received' }), null)).toBe('received');
    expect(standing(story({ state: 'received', setAside: true }), null)).toBe('set_aside');
    expect(standing(story({ state: 'received', takeBack: true }), null)).toBe('taking_back');
    expect(standing(story({ state: 'needs_look' }), null)).toBe('needs_look');
  });

  it('are gone from the phone once the story is withdrawn', () => {
    const gone = after(story({ state: 'received', takeBack: true }), 'withdraw', { kind: 'withdrawn' }, 5);

    expect(gone).toMatchObject({ state: 'withdrawn', form: null, body: '' });
  });

  it('call a story withdrawn when it was taken back and the service would not have it anyway', () => {
    const outcome: Outcome = { kind: 'refused', status: 422, refusal };

    expect(after(story({ takeBack: true }), 'tell', outcome, 0).state).toBe('withdrawn');
    expect(after(story(), 'tell', outcome, 0).state).toBe('needs_look');
  });
});

describe('a withdrawn story', () => {
  it('stays withdrawn when an older answer comes late', () => {
    const gone = story({ state: 'withdrawn', form: null, body: '' });
    const late: Outcome = {
      kind: 'received',
      receipt: 'R',
      serial: 1,
      setAside: false,
      held: false,
      withdrawn: false,
    };

    expect(after(gone, 'tell', late, 0)).toBe(gone);
  });
});

describe('the queue', () => {
  it('goes in the order of telling, and lets others pass one that keeps failing', () => {
    const stories = [
      story({ id: 'b', order: 2 }),
      story({ id: 'a', order: 1 }),
      story({ id: 'c', order: 3, state: 'received' }),
    ];

    expect(queue(stories).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(queue([stories[0]!, story({ id: 'a', order: 1, failures: 12 })]).map(({ id }) => id)).toEqual([
      'b',
      'a',
    ]);
  });

  it('pauses between nothing and twice as long each time, up to the cap', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (failures, random) => {
          const wait = pause(failures, 30_000, () => random);
          return wait >= 0 && wait <= 30_000 && wait <= 1000 * 2 ** failures;
        },
      ),
    );
  });

  it('keeps a copy for a day after the story arrived', () => {
    expect(outlived(story({ state: 'received', receivedAt: 0 }), 86_400_000)).toBe(false);
    expect(outlived(story({ state: 'received', receivedAt: 0 }), 86_400_001)).toBe(true);
    expect(outlived(story({ failures: 99 }), 1e15)).toBe(false);
  });
});
