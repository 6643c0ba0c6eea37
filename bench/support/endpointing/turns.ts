import type { Expectation } from '../../../server/calls/turns/patience.ts';
import { seededRandom } from '../../../test/support/seededRandom.ts';

/** What a caller says in one turn: parts with pauses between them, and what the agent had asked for. */
export interface SpokenTurn {
  expects: Expectation;
  parts: readonly string[];
  pausesMs: readonly number[];
  voiceId: string;
}

const VOICES = ['flite:slt', 'flite:rms', 'flite:awb', 'flite:kal16'];

/** People think in the middle of sentences: behind words that lead on, and between clauses. */
const SENTENCES: readonly (readonly string[])[] = [
  ['I would like to', 'book an appointment'],
  ['can I come on', 'Thursday at eleven'],
  ['I need to move my appointment to', 'Monday at ten'],
  ['my order has not arrived and', 'I want to know where it is'],
  ['I ordered a lamp', 'and it came without a plug'],
  ['could you tell me if', 'you are open on Saturday'],
  ['I called yesterday', 'about a filling'],
  ['I would like a cleaning', 'or maybe a check up'],
  ['well', 'I am not sure'],
  ['it was', 'let me think', 'last Tuesday'],
  ['I think my package is at the', 'wrong address'],
  ['do you have anything in', 'the afternoon'],
  ['I want to cancel', 'the appointment on Friday'],
  ['because', 'I am travelling that week'],
  ['my name is', 'Thomas Baker'],
  ['how much is', 'a teeth cleaning'],
  ['is it possible to', 'pay by card'],
  ['I have a question about', 'my last invoice'],
  ['please send it to my', 'office address'],
  ['the problem is that', 'nobody called me back'],
  ['yes but', 'only in the morning'],
  ['no I meant', 'the other one'],
];
const DIGITS: readonly (readonly string[])[] = [
  ['one two three', 'four five'],
  ['four two seven', 'nine one three'],
  ['oh seven seven oh oh', 'nine oh oh', 'four five six'],
  ['two oh four', 'one eight'],
  ['nine', 'eight seven', 'six five'],
  ['five five five', 'oh one nine nine'],
  ['one one eight two', 'oh four'],
  ['four four one two', 'three four five six', 'seven eight'],
];
const EMAILS: readonly (readonly string[])[] = [
  ['anna', 'at example dot com'],
  ['tom dot baker', 'at', 'example dot org'],
  ['info at', 'north wind', 'dot com'],
  ['m a r i a', 'at example', 'dot com'],
  ['peter underscore long', 'at example dot net'],
];
const WHOLE: readonly (readonly [Expectation, string])[] = [
  ['anything', 'where is my order one two three four five'],
  ['anything', 'what are your opening hours'],
  ['yes-no', 'yes please'],
  ['yes-no', 'no thank you'],
  ['anything', 'I would like to speak to a person'],
  ['digits', 'one two three four five'],
  ['date', 'on Friday at three p m'],
  ['name', 'Grace Miller'],
];

/** 128 turns, the same each time: three quarters with pauses of 250 to 1,200 ms inside them. */
export function spokenTurns(): SpokenTurn[] {
  const random = seededRandom(7);
  const pause = (from: number, to: number) => from + random.number(to - from);
  const turns: SpokenTurn[] = [];
  const add = (expects: Expectation, parts: readonly string[], from: number, to: number) =>
    turns.push({
      expects,
      parts,
      pausesMs: parts.slice(1).map(() => pause(from, to)),
      voiceId: VOICES[turns.length % VOICES.length]!,
    });
  for (let round = 0; round < 2; round++) for (const parts of SENTENCES) add('anything', parts, 250, 1_000);
  for (let round = 0; round < 4; round++) for (const parts of DIGITS) add('digits', parts, 300, 1_200);
  for (let round = 0; round < 4; round++) for (const parts of EMAILS) add('email', parts, 300, 1_200);
  for (let round = 0; round < 4; round++) for (const [expects, text] of WHOLE) add(expects, [text], 0, 1);
  return turns;
}
