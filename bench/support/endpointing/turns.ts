import { readFileSync } from 'node:fs';
import { expectedAfter } from '../../../server/calls/session/expectedAnswer.ts';
import type { Awaited } from '../../../server/calls/turns/endpoint.ts';
import type { Expectation } from '../../../server/calls/turns/patience.ts';
import type { Asked } from '../../../server/dialogue/understanding/asked.ts';
import { seededRandom } from '../../../server/simulator/seededRandom.ts';

/** What a caller says in one turn: parts with pauses between them, and what the agent had asked for. */
export interface SpokenTurn {
  awaited: Awaited;
  parts: readonly string[];
  pausesMs: readonly number[];
  voiceId: string;
}

const LANGUAGE = 'en-US';
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
const ORDER_NUMBERS: readonly (readonly string[])[] = [
  ['one two three', 'four five'],
  ['four two seven', 'nine one three'],
  ['two oh four', 'one eight'],
  ['nine', 'eight seven', 'six five'],
  ['one one eight two', 'oh four'],
];
const PHONE_NUMBERS: readonly (readonly string[])[] = [
  ['oh seven seven oh oh', 'nine oh oh', 'four five six'],
  ['five five five', 'oh one nine nine'],
  ['four four one two', 'three four five six', 'seven eight'],
];
const EMAILS: readonly (readonly string[])[] = [
  ['anna', 'at example dot com'],
  ['tom dot baker', 'at', 'example dot org'],
  ['info at', 'north wind', 'dot com'],
  ['m a r i a', 'at example', 'dot com'],
  ['peter underscore long', 'at example dot net'],
];
const WHOLE: readonly (readonly [Asked, string])[] = [
  ['anything', 'where is my order one two three four five'],
  ['anything', 'what are your opening hours'],
  ['yes-no', 'yes please'],
  ['yes-no', 'no thank you'],
  ['anything', 'I would like to speak to a person'],
  ['order-number', 'one two three four five'],
  ['date', 'on Friday at three p m'],
  ['name', 'Grace Miller'],
];

/** 128 turns, the same each time: three quarters with pauses of 250 to 1,200 ms inside them. */
export function spokenTurns(): SpokenTurn[] {
  const random = seededRandom(7);
  const pause = (from: number, to: number) => from + random.number(to - from);
  const turns: SpokenTurn[] = [];
  const add = (asked: Asked, parts: readonly string[], from: number, to: number) =>
    turns.push({
      awaited: expectedAfter(asked, LANGUAGE),
      parts,
      pausesMs: parts.slice(1).map(() => pause(from, to)),
      voiceId: VOICES[turns.length % VOICES.length]!,
    });
  for (let round = 0; round < 2; round++) for (const parts of SENTENCES) add('anything', parts, 250, 1_000);
  for (let round = 0; round < 4; round++) {
    for (const parts of ORDER_NUMBERS) add('order-number', parts, 300, 1_200);
    for (const parts of PHONE_NUMBERS) add('phone', parts, 300, 1_200);
  }
  for (let round = 0; round < 4; round++) for (const parts of EMAILS) add('email', parts, 300, 1_200);
  for (let round = 0; round < 4; round++) for (const [asked, text] of WHOLE) add(asked, [text], 0, 1);
  return turns;
}

/**
 * 80 turns by somebody who did not know the rules, of which nobody has looked at one since: the second of every two that
 * were written. Three of five have pauses of 250 to 1,000 ms, or of 300 to 1,200 ms where something is dictated.
 */
export function heldOutTurns(): SpokenTurn[] {
  const random = seededRandom(11);
  const written: { asked: Asked; parts: string[] }[] = JSON.parse(
    readFileSync(new URL('heldOut.json', import.meta.url), 'utf8'),
  );
  return written
    .filter((_, index) => index % 2 === 1)
    .map(({ asked, parts }, index) => {
      const awaited = expectedAfter(asked, LANGUAGE);
      const [from, to] = DICTATED.has(awaited.what) ? [300, 1_200] : [250, 1_000];
      return {
        awaited,
        parts,
        pausesMs: parts.slice(1).map(() => from + random.number(to - from)),
        voiceId: VOICES[index % VOICES.length]!,
      };
    });
}

const DICTATED: ReadonlySet<Expectation> = new Set(['digits', 'spelling', 'email', 'name', 'date']);
