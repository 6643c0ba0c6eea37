import { expect, test } from 'vitest';
import { beepsOf } from './beepTimes.ts';
import type { Hidden } from './redactEvents.ts';
import type { TimedWord } from './timesOf.ts';

const TEXT = 'call me on five five two after lunch';
const FOUND = [
  { kind: 'phone' as const, from: TEXT.indexOf('five'), to: TEXT.indexOf('two') + 'two'.length },
];

/** Words half a second long, one after the other from the tenth second on; those of `unheard` are missing. */
const hidden = (unheard: number[]): Hidden => ({
  party: 'caller',
  atMs: 10_000,
  endMs: 14_000,
  text: TEXT,
  found: FOUND,
  words: TEXT.split(' ').flatMap((text, at): TimedWord[] =>
    unheard.includes(at) ? [] : [{ text, startMs: 10_000 + at * 500, endMs: 10_500 + at * 500 }],
  ),
});
const beeps = (line: Hidden) => beepsOf(line, 'en-US', { align: null, sound: async () => new Uint8Array(0) });

test.each([
  ['all words are known', [], 11_350, 13_150],
  [
    'one of two that are the same was not heard: from the word before to the word behind',
    [3],
    11_350,
    13_150,
  ],
  ['none of it was heard', [3, 4, 5], 11_350, 13_150],
  ['the words beside it were not heard either: to the next that were', [2, 3, 6], 10_850, 13_650],
  ['nothing behind it was heard: to the end of the line', [5, 6, 7], 11_350, 14_300],
])('%s', async (_name, unheard, fromMs, toMs) => {
  expect(await beeps(hidden(unheard))).toEqual([{ party: 'caller', fromMs, toMs }]);
});

test('nothing of the line was heard: all of it is covered', async () => {
  expect(await beeps(hidden([0, 1, 2, 3, 4, 5, 6, 7]))).toEqual([
    { party: 'caller', fromMs: 9_700, toMs: 14_300 },
  ]);
});
