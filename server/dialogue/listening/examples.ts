import type { Asked } from '../understanding/asked.ts';
import type { Expected } from './grammar.ts';

/** Answers to each question. */
const ANSWERS: Readonly<Record<Exclude<Asked, 'service' | 'anything'>, readonly string[]>> = {
  'order-number': ['It’s one two three four five', 'I don’t know the number'],
  'tracking-number': ['One Z nine nine nine', 'My order number is one two three four five'],
  'confirmation-code': ['My code is four seven one one oh eight', 'My name is Anna Brown'],
  date: ['On Friday', 'Tomorrow at three', 'As soon as possible'],
  time: ['At ten in the morning', 'Friday at half past two', 'As soon as possible'],
  name: ['My name is Anna Brown'],
  phone: ['My number is two oh two five five five oh one four three'],
  email: ['Anna dot Brown at example dot com', 'No, thank you'],
  'yes-no': ['Yes, please', 'No, thank you'],
  'hand-over': ['Yes, please', 'No, thank you'],
};
const MOST_SERVICES = 3;
/** A longer question is hard to say as it is written. */
const LONGEST_QUESTION = 40;

/** A few sentences of `expectedSpeech`, written for people who want to know what they can say. English. */
export function examplesOf({ asked, services, questions = [] }: Expected): string[] {
  if (asked === 'service')
    return services.length > 0 ? services.slice(0, MOST_SERVICES) : ['As soon as possible'];
  if (asked !== 'anything') return [...ANSWERS[asked]];
  const question = questions.find((one) => one.length <= LONGEST_QUESTION && /^[^.?!,;:]+\?$/.test(one));
  return [
    'Where is my order?',
    ...(services.length > 0 ? ['I’d like an appointment on Friday'] : []),
    'When are you open?',
    ...(question === undefined ? [] : [question]),
  ];
}
