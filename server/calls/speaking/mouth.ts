import type { CallEventOf, LineSource } from '../../../shared/calls/timeline.ts';
import { CALL_RATE_HZ, type CallTransport } from '../../telephony/callTransport.ts';
import type { Clock } from '../clock.ts';
import type { SpokenSound } from './contract.ts';
import { type HeardLine, Playout } from './playout.ts';

export type Purpose = CallEventOf<'spoken'>['purpose'];

/** Something that is to be said. */
export interface Saying {
  text: string;
  purpose: Purpose;
  /** Of the answer it belongs to. */
  turnId: string | null;
  /** Its sound; null: there is nothing to be said. Aborted when it is no longer wanted. */
  sound(signal: AbortSignal): Promise<SpokenSound | null>;
  /** Before what has not begun to be heard: it fills a silence. */
  first?: boolean;
}

/** What came of something that was to be said. */
export interface Said extends Pick<Saying, 'text' | 'purpose' | 'turnId'> {
  id: string;
  heard: string;
  whole: boolean;
  /** It was cut off by `interrupt`. */
  cut: boolean;
  /** Null: nothing of it was heard. */
  source: LineSource | null;
  /** By the clock; both are the same where nothing was heard. */
  startMs: number;
  endMs: number;
  /** Those that were heard, by the clock; empty where nobody knows their times. */
  words: { text: string; startMs: number; endMs: number }[];
}

export interface MouthListener {
  /** Our sound leaves, after none was. */
  onSpeaks(): void;
  /** The carrier has none of our sound left. */
  onSilent(): void;
  /** The first sound of a saying left for the carrier. */
  onSent(saying: Pick<Said, 'id' | 'purpose' | 'turnId'>): void;
  /** Its first sound was heard, and how long that sound was. */
  onBegun(saying: Pick<Said, 'id' | 'purpose' | 'turnId'>, firstMs: number): void;
  /** In the order in which it was said. */
  onSaid(said: Said): void;
  /** It could not be spoken; `onSaid` follows with nothing heard. */
  onFailed(saying: Pick<Saying, 'purpose' | 'turnId'>, error: unknown): void;
  /** Every sound that is wanted is there. */
  onMade(): void;
  /** What was heard of us, at the time at which it was. */
  onSound(mulaw: Uint8Array, atMs: number): void;
  /** Runs what a sound that is there leads to, behind whatever is being done now. */
  inTurn(work: () => void): void;
}

interface Item extends Saying {
  id: string;
  state: 'waiting' | 'making' | 'made' | 'failed';
  stop: AbortController | null;
  source: LineSource | null;
  sent: boolean;
  firstHeardMs: number | null;
  words: SpokenSound['words'];
}

/** Sounds that are made at once: the one that is waited for, and the one behind it. */
const AHEAD = 2;
/** No more is made while the caller has so much to hear: whoever interrupts would throw it away. */
const ENOUGH_MS = 12_000;
/** Beyond this nothing more is taken: no caller listens to so much. */
const MOST_WAITING = 200;
const BYTES_PER_MS = CALL_RATE_HZ / 1000;
/** Sound that is heard without a break follows on what was heard; more than this apart, it is a new beginning. */
const BREAK_MS = 250;

/** Says one thing after the other, makes the next sound while the first is heard, and knows what was heard. */
export class Mouth {
  private readonly items: Item[] = [];
  private readonly playout: Playout;
  private readonly clock: Clock;
  private readonly listener: MouthListener;
  private counter = 0;
  private speaking = false;
  private heardUntilMs = 0;

  constructor(transport: Pick<CallTransport, 'play' | 'clear'>, clock: Clock, listener: MouthListener) {
    this.clock = clock;
    this.listener = listener;
    this.playout = new Playout(
      {
        play: (sound, mark) => {
          this.sending(mark);
          transport.play(sound, mark);
        },
        clear: () => transport.clear(),
      },
      {
        onFlow: () => {
          if (this.speaking) return;
          this.speaking = true;
          listener.onSpeaks();
        },
        onDry: () => this.fallSilent(),
        onSound: (id, mulaw) => this.soundHeard(id, mulaw),
        onHeard: (line) => this.over(line),
      },
    );
  }

  /** Something of ours is to be heard, or is being heard. */
  get busy(): boolean {
    return this.items.length > 0;
  }

  /** Sound of something is still being made. */
  get making(): boolean {
    return this.items.some(({ state }) => state === 'waiting' || state === 'making');
  }

  /** Something that is to fill a silence has no sound yet. */
  get bridging(): boolean {
    return this.items.some(({ first, state }) => first && (state === 'waiting' || state === 'making'));
  }

  say(saying: Saying): string {
    const id = `s${++this.counter}`;
    const item: Item = {
      ...saying,
      id,
      state: 'waiting',
      stop: null,
      source: null,
      sent: false,
      firstHeardMs: null,
      words: [],
    };
    if (this.items.length >= MOST_WAITING) {
      this.listener.onSaid(saidOf(item, null, this.clock.nowMs()));
      return id;
    }
    const behind = saying.first ? this.items.findIndex(({ sent }) => !sent) : -1;
    this.items.splice(behind < 0 ? this.items.length : behind, 0, item);
    this.playout.begin(id, saying.text, { first: saying.first ?? false });
    this.next();
    return id;
  }

  pause(): void {
    this.playout.pause();
    this.speaking = false;
  }

  /** Whether there is sound of ours to go on with. */
  resume(): boolean {
    return this.playout.resume(this.clock.nowMs());
  }

  /** Everything ends: what was heard of it is told at once. */
  interrupt(): void {
    const lines = this.playout.interrupt();
    const items = this.items.splice(0);
    this.speaking = false;
    for (const { stop } of items) stop?.abort(new Error('It is no longer wanted.'));
    const now = this.clock.nowMs();
    for (const item of items) {
      const line = lines.find(({ id }) => id === item.id) ?? null;
      this.listener.onSaid({ ...saidOf(item, line, now), cut: true });
    }
  }

  mark(name: string): void {
    this.playout.mark(name);
  }

  tick(): void {
    this.playout.tick(this.clock.nowMs());
    this.next();
  }

  nextDeadlineMs(): number | null {
    return this.playout.nextDeadlineMs();
  }

  private next(): void {
    // What fills a silence waits for nothing.
    for (const item of this.items) if (item.first && item.state === 'waiting') this.make(item);
    for (const item of this.items) {
      const making = this.items.filter(({ state }) => state === 'making').length;
      if (making >= AHEAD || this.playout.aheadMs(this.clock.nowMs()) > ENOUGH_MS) return;
      if (item.state === 'waiting') this.make(item);
    }
  }

  private make(item: Item): void {
    item.state = 'making';
    const stop = new AbortController();
    item.stop = stop;
    item.sound(stop.signal).then(
      (sound) => {
        this.listener.inTurn(() => {
          if (!stop.signal.aborted) this.made(item, sound);
        });
      },
      (error: unknown) => {
        this.listener.inTurn(() => {
          if (stop.signal.aborted) return;
          this.listener.onFailed(item, error);
          this.made(item, null, true);
        });
      },
    );
  }

  private made(item: Item, sound: SpokenSound | null, failed = false): void {
    const now = this.clock.nowMs();
    item.stop = null;
    if (sound && sound.mulaw.length > 0) {
      item.state = 'made';
      item.source = sound.source;
      item.text = sound.text;
      item.words = sound.words;
      this.playout.add(item.id, sound.mulaw, now, sound.words, sound.text);
      this.playout.end(item.id, now);
    } else {
      item.state = 'failed';
      this.playout.drop(item.id, now);
      this.forget(item);
      // What is only for the eye was heard as much as it can be.
      this.listener.onSaid({ ...saidOf(item, null, now), whole: !failed });
    }
    this.next();
    if (!this.making) this.listener.onMade();
  }

  private sending(mark: string): void {
    const item = this.itemOf(mark.split('.')[1]!);
    if (!item || item.sent) return;
    item.sent = true;
    this.listener.onSent(item);
  }

  private soundHeard(id: string, mulaw: Uint8Array): void {
    const lengthMs = mulaw.length / BYTES_PER_MS;
    const now = this.clock.nowMs();
    const follows = now - lengthMs - this.heardUntilMs < BREAK_MS && this.heardUntilMs < now;
    const startMs = follows ? this.heardUntilMs : now - lengthMs;
    this.heardUntilMs = startMs + lengthMs;
    const item = this.itemOf(id);
    if (item && item.firstHeardMs === null) {
      item.firstHeardMs = startMs;
      this.listener.onBegun(item, lengthMs);
    }
    this.listener.onSound(mulaw, startMs);
  }

  private over(line: HeardLine): void {
    const item = this.itemOf(line.id);
    if (!item) return;
    this.forget(item);
    this.listener.onSaid(saidOf(item, { ...line, text: item.text }, this.heardUntilMs));
    this.next();
  }

  private fallSilent(): void {
    if (!this.speaking) return;
    this.speaking = false;
    this.listener.onSilent();
  }

  private forget(item: Item): void {
    this.items.splice(this.items.indexOf(item), 1);
  }

  private itemOf(id: string): Item | undefined {
    return this.items.find((item) => item.id === id);
  }
}

function saidOf(item: Item, line: HeardLine | null, nowMs: number): Said {
  const { id, text, purpose, turnId, source, firstHeardMs } = item;
  const heardMs = line?.heardMs ?? 0;
  const startMs = firstHeardMs ?? nowMs;
  return {
    id,
    text,
    purpose,
    turnId,
    heard: line?.text ?? '',
    whole: line?.whole ?? false,
    cut: false,
    source: heardMs > 0 ? source : null,
    startMs,
    endMs: startMs + heardMs,
    words: wordsHeard(item, startMs, heardMs),
  };
}

function wordsHeard({ text, words }: Item, fromMs: number, heardMs: number): Said['words'] {
  let char = 0;
  let ms = 0;
  return words.flatMap(({ endMs, charEnd }) => {
    const word = { text: text.slice(char, charEnd).trim(), startMs: fromMs + ms, endMs: fromMs + endMs };
    char = charEnd;
    ms = endMs;
    return endMs <= heardMs + 1 && word.text !== '' ? [word] : [];
  });
}
