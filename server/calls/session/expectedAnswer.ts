import { CODE_DIGITS } from '../../dialogue/business/appointments.ts';
import { expectedSpeech } from '../../dialogue/listening/grammar.ts';
import { FIRST_NAMES, LAST_NAMES } from '../../dialogue/listening/names.ts';
import { PARTS } from '../../dialogue/listening/parts.ts';
import type { Asked } from '../../dialogue/understanding/asked.ts';
import type { FlowExpectation } from '../contract.ts';
import type { HearingTask } from '../listening/ears.ts';
import type { Expected } from '../turns/floor.ts';
import type { Expectation } from '../turns/patience.ts';

/** Keys that a caller may press in a row in a conversation: no number is longer. */
const MOST_KEYS = 20;
/** ITU-T E.164. */
const MOST_PHONE_DIGITS = 15;

const YES = ['yes', 'yes please', 'yeah', 'correct', "that's right", 'sure', 'okay'];
const NO = ['no', 'no thanks', "no that's wrong", 'wrong'];

/** How an answer to each is worded, in the rules of dialogue/listening. */
const ANSWERS: Readonly<Record<Exclude<FlowExpectation['what'], 'choice'>, string>> = {
  'yes-no':
    '<yes> | <no> | <no> [<it_is>] <digits> | <no> [<it_is>] <whole_name> | <no> [<it_is> | on] <when> | [<it_is>] <digits>',
  digits: '[<it_is> | my number is | the number is] <digits>',
  name: '[my name is | this is | <it_is> | i am] <whole_name>',
  email: '[<it_is>] ( <letter> | <digit> | <word> | at | dot | dash | underscore | com | net | org )+',
  date: '[<it_is> | on | for] <when>',
};

/** What is waited for, and what a recogniser has to know, while a flow asks for something. */
export function expectedAnswer(
  { what, phrases = [], mostKeys }: FlowExpectation,
  language: string,
): { expected: Expected; task: HearingTask } {
  const most = Math.max(1, mostKeys);
  const digits = { mayBeWhole: most, whole: most };
  const expected: Expected = { what, language, mostKeys: most, ...(what === 'digits' && { digits }) };
  if (!language.toLowerCase().startsWith('en'))
    return { expected, task: what === 'choice' && phrases.length > 0 ? { phrases } : {} };
  if (what === 'choice') {
    const choices = [...new Set(phrases.map(plain).filter((phrase) => phrase !== ''))];
    if (choices.length === 0) return { expected, task: { phrases: [...YES, ...NO] } };
    return {
      expected,
      task: {
        grammar: {
          ...PARTS,
          said: '[<lead>] [<want>] <choice> [<tail>] | [<lead>] <aside>',
          want: "i want | i would like | i'd like | i need | give me | it's about | it is about | i'm calling about",
          choice: `[the | my | your | to | about | for] (${choices.join(' | ')})`,
        },
        phrases: choices,
      },
    };
  }
  return {
    expected,
    task: {
      grammar: {
        ...PARTS,
        said: `${what === 'digits' ? '' : '[<lead>]'} <answer> [<tail>] | <aside>`,
        answer: ANSWERS[what],
        whole_name: '<first_name> <last_name> | <first_name> | <last_name>',
        first_name: FIRST_NAMES.join(' | '),
        last_name: LAST_NAMES.join(' | '),
        word: [...new Set([...FIRST_NAMES, ...LAST_NAMES])].join(' | '),
      },
    },
  };
}

/** What a recogniser has to know where nothing is asked for: what callers want of a business. */
export const anyWish = (language: string): HearingTask =>
  language.toLowerCase().startsWith('en')
    ? { grammar: expectedSpeech({ asked: 'anything', services: [] }) }
    : {};

const EXPECTATIONS: Readonly<Record<Asked, Expectation>> = {
  'order-number': 'digits',
  'tracking-number': 'spelling',
  'confirmation-code': 'digits',
  service: 'choice',
  date: 'date',
  time: 'date',
  name: 'name',
  phone: 'digits',
  email: 'email',
  'yes-no': 'yes-no',
  'hand-over': 'yes-no',
  anything: 'anything',
};

/** What is waited for in a conversation, after the agent asked this. */
export const expectedAfter = (asked: Asked, language: string): Expected => {
  const digits = digitsOf(asked, language);
  return {
    what: EXPECTATIONS[asked],
    language,
    ...(digits && { digits }),
    mostKeys: asked === 'yes-no' || asked === 'hand-over' ? 1 : MOST_KEYS,
  };
};

/** How long a number that was asked for is; undefined where that is not known. */
function digitsOf(asked: Asked, language: string): Expected['digits'] {
  switch (asked) {
    case 'confirmation-code':
      return { mayBeWhole: CODE_DIGITS, whole: CODE_DIGITS };
    case 'phone':
      // Of English-speaking countries most have ten digits, and eleven with a leading one or nought.
      return language.toLowerCase().startsWith('en')
        ? { mayBeWhole: 10, whole: 11 }
        : { mayBeWhole: MOST_PHONE_DIGITS, whole: MOST_PHONE_DIGITS };
  }
}

/** Words alone, as grammars take them. */
const plain = (phrase: string) =>
  phrase
    .replace(/[^\p{L}\p{N}'’ -]+/gu, ' ')
    .trim()
    .toLowerCase();
