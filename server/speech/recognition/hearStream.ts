import { anotherMay } from '../../engines/race.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechAccounts } from '../contract.ts';
import { type ListeningEntry, reserveListening } from './accounting.ts';
import type { Listener } from './candidates.ts';
import type {
  HeardEvent,
  HearingStream,
  HearStreamRequest,
  RecognitionEvent,
  RecognitionStream,
} from './contract.ts';
import { EventQueue } from './eventQueue.ts';
import { KeptSound } from './keptSound.ts';

export interface HearStreamOptions {
  /** Who may listen, in order. Throws when nobody can. */
  listeners(): Promise<readonly Listener[]>;
  accounts: SpeechAccounts;
}

/** What a recogniser that takes over is given again at most. */
const KEPT_MS = 60_000;
/** What stands in the accounts until a stream has ended. */
const ESTIMATED_SECONDS = 60;

/**
 * Sound while it comes, through the first recogniser that can. When one fails, the next is given what was not
 * understood yet, and goes on; words that are final stay as they are.
 */
export function hearStream(request: HearStreamRequest, options: HearStreamOptions): HearingStream {
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  const queue = new EventQueue<HeardEvent>(() => left.abort(new Error('Nobody listens any more.')));
  const kept = new KeptSound(request.sampleRateHz, KEPT_MS);
  let current: RecognitionStream | undefined;
  let finishedAt: number | undefined;
  /** What was said until then shall be final. */
  let flushedMs = 0;

  async function* listen({ desk }: Listener): AsyncGenerator<HeardEvent> {
    const { engine } = desk;
    const { id, version } = engine;
    const { startMs, totalMs: beforeMs } = kept;
    const entry: ListeningEntry = await reserveListening(
      options.accounts,
      request,
      engine,
      ESTIMATED_SECONDS,
      'live',
    );
    let asked = false;
    let failed = false;
    let understood = false;
    try {
      const events = desk.run(
        () => {
          const stream = engine.stream!({ ...request, signal });
          // What shall be final is asked for again: whoever failed may not have told it.
          const [before, after] = kept.cutAt(flushedMs);
          stream.push(before);
          if (before.length > 0) stream.flush();
          stream.push(after);
          current = stream;
          if (finishedAt !== undefined) stream.finish();
          return stream.events;
        },
        {
          workspaceId: request.workspaceId,
          stream: true,
          signal,
          onAsked: () => {
            asked = true;
          },
          // A stream lasts as long as the speaker: what counts is how long the end is waited for.
          tookMs: () => performance.now() - (finishedAt ?? performance.now()),
        },
      );
      for await (const event of events) {
        understood ||= event.type === 'interim' || event.type === 'final';
        const shifted = later(event, startMs);
        if (shifted.type === 'final') kept.understood(shifted.endMs);
        yield shifted.type === 'final' ? { ...shifted, engine: { id, version } } : shifted;
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      current = undefined;
      const seconds = (kept.totalMs - Math.min(beforeMs, startMs)) / 1000;
      const inVain = failed && !understood && !signal.aborted;
      // Who failed before anything was understood asks for no money; any other was given so much.
      if (asked && !inVain) entry.settle(seconds);
      else entry.release();
    }
  }

  async function run(): Promise<void> {
    let first: unknown;
    for (const listener of await options.listeners()) {
      try {
        for await (const event of listen(listener)) queue.push(event);
        if (finishedAt === undefined) throw stopped(listener.desk.engine.name);
        return queue.end();
      } catch (error) {
        first ??= error;
        if (signal.aborted || !anotherMay(error)) throw error;
      }
    }
    throw first;
  }
  run().catch((error: unknown) => queue.fail(request.signal.aborted ? request.signal.reason : error));

  return {
    push(samples) {
      if (finishedAt !== undefined || samples.length === 0) return;
      const own = samples.slice();
      kept.push(own);
      current?.push(own);
    },
    flush() {
      flushedMs = kept.totalMs;
      current?.flush();
    },
    finish() {
      if (finishedAt !== undefined) return;
      finishedAt = performance.now();
      current?.finish();
    },
    events: queue,
  };
}

/** The same, with times from the beginning of everything. */
function later(event: RecognitionEvent, byMs: number): RecognitionEvent {
  if (event.type === 'interim' || byMs === 0) return event;
  if (event.type !== 'final') return { ...event, atMs: event.atMs + byMs };
  const moved = <Timed extends { startMs: number; endMs: number }>(timed: Timed): Timed => ({
    ...timed,
    startMs: timed.startMs + byMs,
    endMs: timed.endMs + byMs,
  });
  return { ...moved(event), words: event.words.map(moved) };
}

function stopped(name: string): ProblemError {
  return new ProblemError('engine-failed', `${name} stopped listening. Try again.`);
}
