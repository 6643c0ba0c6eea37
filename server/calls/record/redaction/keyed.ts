import type { CallEvent, CallEventOf } from '../../../../shared/calls/timeline.ts';
import { findPersonal, newReading } from './findPersonal.ts';
import type { Found } from './found.ts';

/** Keys that are pressed within so long of each other may be one number, whatever was made of each. */
const TOGETHER_MS = 5_000;

type Keys = CallEventOf<'heard'>;

/**
 * Numbers that were keyed in where fewer keys were asked for, so that they became turns of a digit or a few each: what
 * of each turn belongs to one.
 */
export function findKeyed(events: readonly CallEvent[]): Map<Keys, Found[]> {
  const all = new Map<Keys, Found[]>();
  for (const run of runsOf(events)) {
    const digits = run.map(({ text }) => text).join('');
    let at = 0;
    const found = findPersonal(digits, newReading());
    for (const event of run) {
      const here = { from: at, to: at + event.text.length };
      const within = found.flatMap(({ kind, from, to }) =>
        from < here.to && here.from < to
          ? [{ kind, from: Math.max(from, here.from) - here.from, to: Math.min(to, here.to) - here.from }]
          : [],
      );
      if (within.length > 0) all.set(event, within);
      at = here.to;
    }
  }
  return all;
}

/**
 * Turns by keys that follow each other closely. What was asked, given and understood is a number of its own: a longer
 * one ends where the flow went on.
 */
function runsOf(events: readonly CallEvent[]): Keys[][] {
  const runs: Keys[][] = [];
  let run: Keys[] = [];
  let wentOn = false;
  for (const event of events) {
    if (event.kind === 'step' || event.kind === 'collected') wentOn = true;
    if (event.kind !== 'heard') continue;
    const last = run.at(-1);
    const together =
      event.keys &&
      last !== undefined &&
      event.atMs - last.endMs <= TOGETHER_MS &&
      !(wentOn && (last.text.length > 1 || event.text.length > 1));
    if (!together) {
      run = [];
      runs.push(run);
    }
    if (event.keys) run.push(event);
    wentOn = false;
  }
  return runs.filter(({ length }) => length > 1);
}
