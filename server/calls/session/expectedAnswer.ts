import { CODE_DIGITS } from '../../dialogue/business/appointments.ts';
import { numberRules, PHONE_DIGITS } from '../../dialogue/listening/digits.ts';
import { emailRules } from '../../dialogue/listening/emails.ts';
import { expectedSpeech, GIVEN_EMAIL } from '../../dialogue/listening/grammar.ts';
import { PARTS } from '../../dialogue/listening/parts.ts';
import type { Asked } from '../../dialogue/understanding/asked.ts';
import { FIRST_NAMES, LAST_NAMES } from '../../dialogue/understanding/entities/commonNames.ts';
import { ProblemError } from '../../problem.ts';
import type { FlowExpectation } from '../contract.ts';
import type { HearingTask } from '../listening/ears.ts';
import type { Expected } from '../turns/floorEvents.ts';
import type { Expectation } from '../turns/patience.ts';

/** Keys that a caller may press in a row in a conversation: no number is longer. */
const MOST_KEYS = 20;
/** ITU-T E.164. */
const MOST_PHONE_DIGITS = 15;

const YES = ['yes', 'yes please', 'yeah', 'correct', "that's right", 'sure', 'okay'];
const NO = ['no', 'no thanks', "no that's wrong", 'wrong'];

/**
 * What stands around a mark. Less than around other answers: marks are short, and any sound fits one that may be led by
 * several short words.
 */
const AROUND_MARK = {
  lead: 'uh | um | well | so | yes | i think',
  tail: 'thanks | thank you [goodbye | bye]',
  how: 'very | really | so | pretty | quite | not | not so | not very | not too',
};

/** How an answer to each is worded, in the rules of dialogue/listening. */
const ANSWERS: Readonly<Record<Exclude<FlowExpectation['what'], 'choice'>, string>> = {
  'yes-no':
    '<yes> | <no> | <no> [<it_is>] <digits> | <no> [<it_is>] <whole_name> | <no> [<it_is> | on] <when> | [<it_is>] <digits>',
  digits: '[<it_is> | my number is | the number is] <number>',
  name: '[my name is | this is | <it_is> | i am] <whole_name>',
  email: GIVEN_EMAIL,
  date: '[<it_is> | on | for] <when>',
  // Every word here is one that calls/flows/understanding/mark.ts knows; other figures are told from marks by being known.
  mark: '[<it_is> | i give you | i would give you | i would say] [a] <digit> [star | stars] [out of five] | [<it_is> | it was | i would say] ( [<how>] (good | nice | bad | poor) | excellent | perfect | great | fantastic | wonderful | amazing | outstanding | okay | fine | all right | so so | average | fair | terrible | awful | horrible ) | <no>',
};

/**
 * What is waited for, and what a recogniser has to know, while a flow asks for something. `domains`: where callers are
 * likely to have their e-mail addresses.
 */
export function expectedAnswer(
  { what, phrases = [], leastDigits = 1, mostKeys }: FlowExpectation,
  language: string,
  domains: readonly string[] = [],
): { expected: Expected; task: HearingTask } {
  const most = Math.max(1, mostKeys);
  const digits = { mayBeWhole: leastDigits > 1 ? leastDigits : most, whole: most };
  const expected: Expected = {
    what: what === 'mark' ? 'choice' : what,
    language,
    mostKeys: most,
    ...(what === 'digits' && { digits }),
  };
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
        ...(what === 'mark' && AROUND_MARK),
        said: `${what === 'digits' ? '' : '[<lead>]'} <answer> [<tail>] | <aside>`,
        answer: ANSWERS[what],
        ...numberRules('number', range(leastDigits, most)),
        whole_name: '<first_name> <last_name> | <first_name> | <last_name>',
        first_name: FIRST_NAMES.join(' | '),
        last_name: LAST_NAMES.join(' | '),
        ...(what === 'email' && emailRules(domains)),
      },
    },
  };
}

/** What a recogniser has to know where nothing is asked for: what callers want of a business. */
export const anyWish = (language: string): HearingTask =>
  language.toLowerCase().startsWith('en')
    ? { grammar: expectedSpeech({ asked: 'anything', services: [] }) }
    : {};

/**
 * What is waited for while a caller speaks to people: to one who took over, or into a message. Nothing of it is ours to
 * answer. Without a grammar only recognisers that take dictation listen: one that knows what callers want of a business
 * would find that in whatever people say.
 */
export const toPeople = (
  language: string,
  unanswered: NonNullable<Expected['unanswered']>,
): { expected: Expected; task: HearingTask } => ({
  expected: { what: 'anything', language, mostKeys: 1, unanswered },
  task: {},
});

/** Whether it says that nobody here takes dictation: such words are not written down, and nothing is broken. */
export const isUnwritten = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'no-recogniser';

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

/** Whether what the agent asked is answered by yes or no. */
export const isYesOrNo = (asked: Asked): boolean => EXPECTATIONS[asked] === 'yes-no';

/**
 * What is waited for in a conversation, after the agent asked this. `orderDigits`: how many digits an order's number may
 * have, ascending; empty where that is not known.
 */
export const expectedAfter = (
  asked: Asked,
  language: string,
  orderDigits: readonly number[] = [],
): Expected => {
  const digits = digitsOf(asked, language, orderDigits);
  return {
    what: EXPECTATIONS[asked],
    language,
    ...(digits && { digits }),
    mostKeys: isYesOrNo(asked) ? 1 : MOST_KEYS,
  };
};

/** How long a number is that was asked for, or is likely to be given; undefined where that is not known. */
function digitsOf(asked: Asked, language: string, orderDigits: readonly number[]): Expected['digits'] {
  switch (asked) {
    case 'order-number':
    case 'anything':
      return orderDigits.length > 0 ? { mayBeWhole: orderDigits[0]!, whole: orderDigits.at(-1)! } : undefined;
    case 'confirmation-code':
      return { mayBeWhole: CODE_DIGITS, whole: CODE_DIGITS };
    case 'phone':
      return language.toLowerCase().startsWith('en')
        ? { mayBeWhole: PHONE_DIGITS[0], whole: PHONE_DIGITS[1] }
        : { mayBeWhole: MOST_PHONE_DIGITS, whole: MOST_PHONE_DIGITS };
  }
}

/** Empty where nothing says how long it is. */
const range = (from: number, to: number) =>
  from > 1 ? Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index) : [];

/** Words alone, as grammars take them. */
const plain = (phrase: string) =>
  phrase
    .replace(/[^\p{L}\p{N}'’ -]+/gu, ' ')
    .trim()
    .toLowerCase();
