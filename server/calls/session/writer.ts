import type { Actor } from '../../../shared/api/common.ts';
import type { Timeline } from './timeline.ts';
import type { HeardAt } from './understood.ts';

/** A turn of somebody who was heard. */
export interface HeardTurn {
  /** Empty: somebody spoke, and nobody could write it down. */
  text: string;
  words: readonly HeardAt[];
  confidence: number | null;
  engineId: string | null;
  keys: boolean;
  secret: boolean;
}

/** Where the words of a party are written down. */
export interface Writer {
  /** What is understood so far; empty: nothing, or it is written down. */
  show(interim: string): void;
  /** A turn is over. Its times are of the clock. */
  write(turn: HeardTurn, times: { fromMs: number; endMs: number }): void;
}

/** Writes down what the caller says or presses. */
export const callerWriter = (timeline: Timeline): Writer => ({
  show: (interim) => timeline.show({ interim }),
  write: ({ text, words, confidence, engineId, keys, secret }, times) =>
    timeline.add(
      {
        kind: 'heard',
        text: secret ? '' : text,
        ...(secret ? {} : timeline.timed(words)),
        confidence,
        engineId,
        keys,
        secret,
      },
      times,
    ),
});

/** Writes down what a person says to the caller: nothing of it is secret, for nothing secret is asked meanwhile. */
export const personWriter = (timeline: Timeline, actor: Actor): Writer => ({
  show: () => undefined,
  write: ({ text, words }, times) =>
    timeline.add(
      {
        kind: 'spoken',
        text,
        heard: text,
        ...timeline.timed(words),
        whole: true,
        purpose: 'person',
        source: { kind: 'person', actor },
        turnId: null,
      },
      times,
    ),
});
