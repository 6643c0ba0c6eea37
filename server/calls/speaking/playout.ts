import { CALL_RATE_HZ, type CallTransport } from '../../telephony/callTransport.ts';
import { heardText, type SpokenLine } from './heardText.ts';

/** So much sound goes out in one message, with a mark behind it: what can be told apart as heard or not. */
const CHUNK_MS = 100;
const CHUNK_BYTES = (CALL_RATE_HZ * CHUNK_MS) / 1000;
const BYTES_PER_MS = CALL_RATE_HZ / 1000;
/** A mark that is this late will not come: from then on, what was sent counts as heard by the clock. */
const MARK_PATIENCE_MS = 2_000;

/** What became of one line. */
export interface HeardLine {
  id: string;
  /** What was heard of it, in whole words. */
  text: string;
  heardMs: number;
  /** It was heard to its end. */
  whole: boolean;
}

/** A line that is being said: its sound comes piece by piece. */
interface Entry {
  id: string;
  text: string;
  words: SpokenLine['words'];
  chunks: Uint8Array[];
  /** Bytes that do not fill a chunk yet. */
  rest: Uint8Array;
  bytes: number;
  /** How many chunks the caller has heard. */
  heard: number;
  /** How many chunks the carrier was given since it was last emptied. */
  sent: number;
  ended: boolean;
}

export interface PlayoutListener {
  /** The first sound of a line was heard. */
  onBegun?(id: string): void;
  /** Sound of a line was heard, in order. */
  onSound?(id: string, mulaw: Uint8Array): void;
  /** A line was heard to its end. */
  onHeard?(line: HeardLine): void;
  /** Sound leaves for the carrier, which had none. */
  onFlow?(): void;
  /** The carrier has no sound left: nothing is heard until more of it is there. */
  onDry?(): void;
  /** Everything that was to be said was heard. */
  onIdle?(): void;
}

/**
 * The ledger of what a caller hears. Lines are queued, cut into chunks with a mark each, and sent ahead of real time;
 * a chunk was heard once its mark came back, unless the queue was emptied before. Marks carry the number of that
 * emptying (generation), because carriers send back what they drop as if it had been played. All times are of the
 * caller's clock and handed in: nothing here waits.
 */
export class Playout {
  private readonly entries: Entry[] = [];
  private generation = 0;
  private paused = false;
  private readonly transport: Pick<CallTransport, 'play' | 'clear'>;
  private readonly listener: PlayoutListener;
  /** When what the carrier has should have been played, by our clock. */
  private playedUntilMs = 0;
  /** Chunks the carrier has, oldest first, with the time at which each should be over. */
  private pending: { entry: Entry; mark: string; dueMs: number }[] = [];
  private marksCome = true;

  constructor(transport: Pick<CallTransport, 'play' | 'clear'>, listener: PlayoutListener = {}) {
    this.transport = transport;
    this.listener = listener;
  }

  /** Something is to be said or is being said. */
  get busy(): boolean {
    return this.entries.length > 0;
  }

  get isPaused(): boolean {
    return this.paused;
  }

  /** Sound that the carrier holds and has not played yet, by the clock, in ms. */
  aheadMs(nowMs: number): number {
    return this.pending.length === 0 ? 0 : Math.max(0, this.playedUntilMs - nowMs);
  }

  /** When something would be decided if no mark came until then; null: never. */
  nextDeadlineMs(): number | null {
    const oldest = this.pending[0];
    return oldest ? oldest.dueMs + (this.marksCome ? MARK_PATIENCE_MS : 0) : null;
  }

  /** Begins a line behind those that are queued, or before those of which nothing was sent; its sound follows by `add`. */
  begin(id: string, text: string, { first = false } = {}): void {
    const behind = first ? this.entries.findIndex(({ sent, heard }) => sent === 0 && heard === 0) : -1;
    this.entries.splice(behind < 0 ? this.entries.length : behind, 0, {
      id,
      text,
      words: [],
      chunks: [],
      rest: new Uint8Array(0),
      bytes: 0,
      heard: 0,
      sent: 0,
      ended: false,
    });
  }

  /**
   * More sound of a line, which may not change any more; whole chunks leave at once. `words` are those of the line so
   * far, and of `text`, where what is said is not what was to be said.
   */
  add(id: string, mulaw: Uint8Array, nowMs: number, words?: SpokenLine['words'], text?: string): void {
    const entry = this.find(id);
    if (!entry || entry.ended) return;
    if (words) entry.words = words;
    if (text !== undefined) entry.text = text;
    entry.bytes += mulaw.length;
    let rest = joined(entry.rest, mulaw);
    for (; rest.length >= CHUNK_BYTES; rest = rest.subarray(CHUNK_BYTES))
      entry.chunks.push(rest.subarray(0, CHUNK_BYTES));
    entry.rest = rest;
    this.send(nowMs);
  }

  /** The line has no more sound. */
  end(id: string, nowMs: number): void {
    const entry = this.find(id);
    if (!entry || entry.ended) return;
    if (entry.rest.length > 0) entry.chunks.push(entry.rest);
    entry.rest = new Uint8Array(0);
    entry.ended = true;
    this.send(nowMs);
    this.settle();
  }

  /** A line that will not be said after all: nothing of it was sent yet. */
  drop(id: string, nowMs: number): void {
    const at = this.entries.findIndex((entry) => entry.id === id);
    if (at < 0) return;
    this.entries.splice(at, 1);
    // Those behind it waited for it.
    this.send(nowMs);
    this.settle();
  }

  /** The caller may want to speak: silence at once, and nothing is forgotten. */
  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.empty();
  }

  /** It was nothing: goes on from the first chunk that was not heard to its end. False: there is none yet, or none any more. */
  resume(nowMs: number): boolean {
    if (this.paused) {
      this.paused = false;
      this.send(nowMs);
    }
    return this.pending.length > 0;
  }

  /** Stops for good. Gives what was heard of each line that had not been heard to its end, in order. */
  interrupt(): HeardLine[] {
    if (this.pending.length > 0) this.empty();
    this.paused = false;
    return this.entries.splice(0).map((entry) => lineOf(entry, false));
  }

  /** A mark came back. Those of an earlier generation say nothing: the queue was emptied in between. */
  mark(name: string): void {
    if (this.pending.findIndex((chunk) => chunk.mark === name) < 0) return;
    this.marksCome = true;
    while (this.pending.length > 0) {
      const { entry, mark } = this.pending.shift()!;
      this.hear(entry);
      // What was queued before it was played before it, even when its own mark was lost.
      if (mark === name) break;
    }
    this.settle();
    this.tellDry();
  }

  /** Time goes by. A carrier that gives no marks back is believed to play what it was sent. */
  tick(nowMs: number): void {
    const oldest = this.pending[0];
    if (!oldest) return;
    if (this.marksCome && nowMs < oldest.dueMs + MARK_PATIENCE_MS) return;
    this.marksCome = false;
    while (this.pending[0] && this.pending[0].dueMs <= nowMs) this.hear(this.pending.shift()!.entry);
    this.settle();
    this.tellDry();
  }

  private find(id: string): Entry | undefined {
    return this.entries.find((entry) => entry.id === id);
  }

  private hear(entry: Entry): void {
    const sound = entry.chunks[entry.heard++]!;
    if (entry.heard === 1) this.listener.onBegun?.(entry.id);
    this.listener.onSound?.(entry.id, sound);
  }

  /** Sends what is there, in the order of the lines: a later one waits until the one before has all its sound. */
  private send(nowMs: number): void {
    if (this.paused) return;
    for (const entry of this.entries) {
      for (; entry.sent < entry.chunks.length; entry.sent++) {
        const chunk = entry.chunks[entry.sent]!;
        const mark = `${this.generation}.${entry.id}.${entry.sent}`;
        this.playedUntilMs = Math.max(nowMs, this.playedUntilMs) + chunk.length / BYTES_PER_MS;
        this.pending.push({ entry, mark, dueMs: this.playedUntilMs });
        if (this.pending.length === 1) this.listener.onFlow?.();
        this.transport.play(chunk, mark);
      }
      if (!entry.ended) return;
    }
  }

  private empty(): void {
    this.generation++;
    this.pending = [];
    this.playedUntilMs = 0;
    for (const entry of this.entries) entry.sent = entry.heard;
    this.transport.clear();
  }

  /** Takes out the lines that were heard to their end. */
  private settle(): void {
    let heardOne = false;
    for (let first = this.entries[0]; first && isWhole(first); first = this.entries[0]) {
      this.entries.shift();
      heardOne = true;
      this.listener.onHeard?.(lineOf(first, true));
    }
    if (heardOne && this.entries.length === 0) this.listener.onIdle?.();
  }

  private tellDry(): void {
    if (this.pending.length === 0) this.listener.onDry?.();
  }
}

const isWhole = (entry: Entry) => entry.ended && entry.heard >= entry.chunks.length;

function lineOf(entry: Entry, whole: boolean): HeardLine {
  const { id, text, words, chunks, heard, bytes, ended } = entry;
  let heardBytes = 0;
  for (let i = 0; i < heard; i++) heardBytes += chunks[i]!.length;
  const heardMs = heardBytes / BYTES_PER_MS;
  // Of a line whose sound is still coming, nobody knows how long it will be: only its words' times can tell.
  const durationMs = ended ? bytes / BYTES_PER_MS : Math.max(bytes / BYTES_PER_MS, words.at(-1)?.endMs ?? 0);
  const known = ended || words.length > 0;
  return {
    id,
    text: whole ? text : known ? heardText({ text, durationMs, words }, heardMs) : '',
    heardMs,
    whole,
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
