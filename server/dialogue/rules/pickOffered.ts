import type { SlotsSaid } from '../understanding/slots.ts';
import { minutesOf } from '../understanding/when/localDay.ts';
import { wordsOf } from '../understanding/words.ts';
import type { Choice, Task } from './memory.ts';

const HALF_DAY_MINUTES = 12 * 60;

/**
 * The one of the offered times that an utterance picks: by its place (“the second one”), by its hour without the
 * half of the day, or with a yes where only one was offered. Null where it picks none of them.
 */
export function pickOffered(text: string, said: SlotsSaid, task: Task, yes: boolean): Choice | null {
  const { offered } = task;
  if (offered.length === 0) return null;
  const plain = wordsOf(text).join(' ');
  // “the second one” is a place in the list, though it looks like a day of the month.
  const place = placeIn(plain, offered.length);
  if (place !== null) return offered[place] ?? null;
  const { day, at, after, before } = said.when;
  const sameDay = (choice: Choice) => !day || (choice.date >= day.from && choice.date <= day.to);
  if (at) {
    const matching = offered.filter(sameDay);
    return (
      matching.find(({ time }) => time === at) ??
      matching.find(({ time }) => Math.abs(minutesOf(time) - minutesOf(at)) === HALF_DAY_MINUTES) ??
      null
    );
  }
  if (day || after || before) return null;
  return yes && offered.length === 1 ? offered[0]! : null;
}

/** Which of `count` things an utterance names by its place (“the second one”), counted from 0; null for none. */
export function placeIn(plain: string, count: number): number | null {
  if (/^(?:no|none|neither|not)\b|\b(?:none|neither) of\b/.test(plain)) return null;
  const named =
    /\b(?:the|that|your) (first|second|third|last|earliest|earlier|latest|later|middle)\b|^(first|second|third|last|earliest|latest)(?: one)?$/.exec(
      plain,
    );
  const word = named?.[1] ?? named?.[2];
  if (
    /\b(?:either|any|whichever|any of (?:them|those))\b/.test(plain) &&
    !/\b(?:any other|anything)\b/.test(plain)
  )
    return 0;
  switch (word) {
    case 'first':
    case 'earliest':
    case 'earlier':
      return 0;
    case 'second':
      return 1;
    case 'middle':
      return Math.floor(count / 2);
    case 'third':
      return 2;
    case 'last':
    case 'latest':
    case 'later':
      return count - 1;
    default:
      return null;
  }
}
