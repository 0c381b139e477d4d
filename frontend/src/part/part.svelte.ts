/** Taking part from a phone: sorting stories and voting. Every tap is kept here first and sent when it can be. */

import { ask, type Reply } from '../api/ask';
import type { Shape } from '../api/client';
import { actsOn, keepAct, openActs, sortHand, tidyActs, vote, type KeptActs } from '../outbox/acts';
import { newId } from '../outbox/ids';
import type { Seat } from '../outbox/phone_story';
import { join, makeSender, type Sender } from '../outbox/sender';
import { openRooms, openShelf, read, type Rooms, type Shelf } from '../outbox/shelf';
import { newSeat } from '../outbox/telling';
import { told } from '../words/part';
import { remember, type Tongue } from '../words/speech.svelte';
import { dealt, newHand, sentOf, type Hand } from './hand';

export type Asked = Shape<'Asked'>;
export type Round = Shape<'RoundWithStories'>;
export type Trouble = '' | 'no_answer' | 'wrong_code' | 'closed' | 'refused';

/** A story of a round that was read on this phone. */
interface ReadMark {
  id: string;
}

/** A ballot as it is filled in, or was sent last in this turn. */
export interface Paper {
  id: string;
  story: string | null;
  none: boolean;
  scores: Record<string, Record<string, number>>;
  reason: string;
  revision: number;
  sent: boolean;
}

interface Kept {
  hands: Map<string, Hand>;
  marks: Map<string, ReadMark>;
  papers: Map<string, Paper>;
}

const rooms: Rooms<Kept> = { hands: 'id', marks: 'id', papers: 'id' };
const bundle = 1200;
const lookAgain = 4000;

export const paperId = (round: string, turn: number): string => `${round} ${turn}`;

class Part {
  seat = $state.raw<Seat | null>(null);
  started = $state(false);
  asked = $state.raw<Asked | null>(null);
  trouble = $state<Trouble>('');
  screen = $state<'home' | 'sort' | 'vote'>('home');
  hand = $state.raw<Hand | null>(null);
  round = $state.raw<Round | null>(null);
  marks = $state.raw<ReadonlySet<string>>(new Set());
  papers = $state.raw<ReadonlyMap<string, Paper>>(new Map());
  /** Something that was sorted or voted is not with the service yet. */
  waits = $state(false);
  answered = $state(true);
  /** Why the service did not take the last ballot. */
  refused = $state('');
  said = $state('');
  busy = $state(false);

  private shelf!: Shelf;
  private acts!: Shelf<KeptActs>;
  private own!: Shelf<Kept>;
  private sender!: Sender;
  private timer: ReturnType<typeof setTimeout> | undefined;

  async start(): Promise<void> {
    [this.shelf, this.acts, this.own] = await Promise.all([
      openShelf(),
      openActs(),
      openRooms('storyharvest-part', rooms),
    ]);
    this.sender = makeSender(actsOn(this.acts, this.shelf), ask, {
      now: Date.now,
      random: Math.random,
      longestPause: () => (document.visibilityState === 'visible' ? 10_000 : 30_000),
      later: (wait, run) => {
        const timer = setTimeout(run, wait);
        return () => clearTimeout(timer);
      },
      changed: () => void this.look(),
    });
    await this.arrive();
    this.started = true;
    this.listen();
    void this.sender.nudge();
  }

  /** `#CODE` is a panel's code, or a workshop's; else the seat that was used last on this phone. */
  private async arrive(): Promise<void> {
    const code = decodeURIComponent(location.hash.slice(1)).toUpperCase();
    const { seats } = await read(this.shelf);
    const here = [...seats.values()].filter((seat) => !seat.left).sort((a, b) => a.usedAt - b.usedAt);
    const known = here.filter((seat) => !code || seat.code === code).pop();
    this.seat = known ?? null;
    if (code && !known) await this.joinWith(code, here.pop() ?? null);
    if (this.seat) await this.enter(this.seat);
  }

  /** Sit on a panel with the seat that this phone has, where it is of that workshop; else with a new one. */
  async joinWith(code: string, here: Seat | null): Promise<void> {
    this.trouble = '';
    for (const seat of [...(here ? [{ ...here, code }] : []), newSeat(code, told.tag)]) {
      if (seat !== here)
        await this.shelf.change(({ seats }) => void (seats.has(seat.key) || seats.set(seat.key, seat)));
      const joined = await join(this.shelf, ask, seat);
      if (!('kind' in joined)) {
        this.seat = joined;
        history.replaceState(null, '', location.pathname);
        return;
      }
      if (joined.kind !== 'refused') {
        this.trouble = 'no_answer';
        return;
      }
    }
    this.trouble = 'wrong_code';
  }

  private async enter(seat: Seat): Promise<void> {
    await this.shelf.change(({ seats }) => void seats.set(seat.key, { ...seat, usedAt: Date.now() }));
    await tidyActs(this.acts, this.shelf, Date.now());
    await this.look();
    await this.refresh();
  }

  /** What the room asks of this seat now. */
  async refresh(): Promise<void> {
    if (!this.seat || !(await this.seated())) return;
    const asked = await this.get('/seat/asked');
    if (asked?.status === 200) this.asked = asked.data as Asked;
    this.trouble = asked?.status === 200 ? '' : asked?.status === 401 ? 'closed' : 'no_answer';
    if (this.screen === 'vote' && this.round) await this.readRound(this.round.id);
  }

  /** A phone that told a story without a network may have a seat that the service has not heard of. */
  private async seated(): Promise<boolean> {
    if (this.seat!.joined) return true;
    const joined = await join(this.shelf, ask, this.seat!);
    if ('kind' in joined) {
      this.trouble = joined.kind === 'refused' ? 'wrong_code' : 'no_answer';
      if (joined.kind === 'refused') this.seat = null;
      return false;
    }
    this.seat = joined;
    return true;
  }

  private get(path: string): Promise<Reply | null> {
    return ask({ method: 'GET', path, token: this.seat!.token });
  }

  home(): void {
    this.screen = 'home';
    void this.refresh();
  }

  // Sorting

  /** Go on with the hand that this phone has in the round; without one, the page asks how many sort together. */
  async openSorting(round: string): Promise<void> {
    const { hands } = await read(this.own);
    const mine = [...hands.values()].filter((hand) => hand.round === round && hand.seat === this.seat!.key);
    const hand = mine.find(({ done }) => !done) ?? null;
    this.hand = hand;
    this.screen = 'sort';
    if (hand) await this.askForHand(hand);
  }

  async deal(round: string, people: number): Promise<void> {
    const hand = newHand(newId(), this.seat!.key, round, people);
    await this.keepHand(hand);
    await this.askForHand(hand);
  }

  private async askForHand(hand: Hand): Promise<void> {
    this.busy = true;
    const body = JSON.stringify({ id: hand.id, people: hand.people });
    const path = `/sorting-rounds/${hand.round}/hands`;
    const reply = await ask({ method: 'POST', path, token: this.seat!.token, body });
    this.busy = false;
    const got = reply?.status === 200 || reply?.status === 201;
    this.trouble = got ? '' : !reply || reply.status >= 500 ? 'no_answer' : 'closed';
    if (!got) return;
    const now = this.hand?.id === hand.id ? this.hand : hand;
    await this.keepHand(dealt(now, reply!.data as Shape<'HandRead'>));
  }

  /** A tap: kept on the phone at once, sent with those that follow it soon. */
  async sorted(hand: Hand, soon = false): Promise<void> {
    const keeping = this.keepHand(hand);
    await keepAct(this.acts, sortHand(this.seat!, hand.id, sentOf(hand)));
    await keeping;
    this.waits = true;
    clearTimeout(this.timer);
    if (soon) void this.sender.nudge();
    else this.timer = setTimeout(() => void this.sender.nudge(), bundle);
  }

  async keepHand(hand: Hand): Promise<void> {
    this.hand = hand;
    await this.own.keep('hands', hand);
  }

  // Voting

  async openRound(id: string): Promise<void> {
    this.round = null;
    this.screen = 'vote';
    await this.readRound(id);
  }

  private async readRound(id: string): Promise<void> {
    const reply = await this.get(`/rounds/${id}`);
    if (reply?.status === 200) this.round = reply.data as Round;
    this.trouble = reply?.status === 200 ? '' : reply?.status === 404 ? 'closed' : 'no_answer';
  }

  async markRead(story: string): Promise<void> {
    const id = `${this.round!.id} ${story}`;
    if (this.marks.has(id)) return;
    this.marks = new Set([...this.marks, id]);
    await this.own.keep('marks', { id });
  }

  /** What is ticked or written is kept before it is sent. */
  async fill(paper: Paper): Promise<void> {
    this.papers = new Map([...this.papers, [paper.id, paper]]);
    await this.own.keep('papers', paper);
  }

  async cast(paper: Paper): Promise<void> {
    const { id: round, turn, method } = this.round!;
    const cast: Shape<'BallotCast'> = {
      id: newId(),
      turn,
      revision: paper.revision + 1,
      story_id: paper.story,
      none: paper.none,
      scores: paper.scores,
      reason: method === 'secret_ballot' ? '' : paper.reason.trim(),
    };
    await this.fill({ ...paper, revision: cast.revision, sent: true });
    await keepAct(this.acts, vote(this.seat!, round, cast));
    this.waits = true;
    this.refused = '';
    await this.sender.nudge();
    await this.readRound(round);
  }

  /** The stories that a round chose, about which the room is asked how many more cases it knows. */
  async moreCases(round: string): Promise<string[]> {
    const reply = await this.get(`/rounds/${round}/more-cases`);
    const { items } = (reply?.status === 200 ? reply.data : { items: [] }) as Shape<'Cases'>;
    return items.map(({ story_id }) => story_id);
  }

  /** True when the service has the answer. */
  async sayCases(round: string, story_id: string, answer: Shape<'CasesKnown'>['answer']): Promise<boolean> {
    const body = JSON.stringify({ story_id, answer });
    const path = `/rounds/${round}/more-cases`;
    return (await ask({ method: 'POST', path, token: this.seat!.token, body }))?.status === 200;
  }

  // What happens by itself

  private async look(): Promise<void> {
    const [{ acts }, { marks, papers }] = await Promise.all([read(this.acts), read(this.own)]);
    const mine = [...acts.values()].filter((act) => act.seat.key === this.seat?.key);
    this.waits = mine.some(({ state }) => state === 'waiting');
    this.refused =
      mine.find(({ kind, state }) => kind === 'vote' && state === 'refused')?.refusal?.code ?? '';
    this.answered = this.sender.answered();
    this.marks = new Set(marks.keys());
    this.papers = papers;
  }

  private listen(): void {
    const awake = () => {
      void this.sender.nudge();
      void this.refresh();
    };
    addEventListener('online', awake);
    addEventListener('pageshow', (event) => event.persisted && awake());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && awake());
    addEventListener('hashchange', () => void this.arrive());
    setInterval(() => {
      if (document.visibilityState === 'visible' && this.screen !== 'sort') void this.refresh();
    }, lookAgain);
  }

  nudge(): void {
    void this.sender.nudge();
  }

  async speak(tag: Tongue): Promise<void> {
    remember(tag);
    await told.speak(tag);
  }

  say(text: string): void {
    this.said = this.said === text ? `${text}\u00a0` : text;
  }
}

export const part = new Part();
