import { CODE_DIGITS } from '../business/appointments.ts';
import type { Asked } from '../understanding/asked.ts';
import { FIRST_NAMES, LAST_NAMES } from '../understanding/entities/commonNames.ts';
import { numberRules, PHONE_DIGITS } from './digits.ts';
import { emailRules } from './emails.ts';
import { PARTS } from './parts.ts';

/** What a recogniser of grammars has to know to follow a conversation. */
export interface Expected {
  /** What the agent asked last. */
  asked: Asked;
  /** Names of what can be booked. */
  services: readonly string[];
  /** Whole names of people whom the business knows. */
  people?: readonly string[];
  /** Questions that the business has answers to. */
  questions?: readonly string[];
  /** How many digits an order's number may have; empty where that is not known. */
  orderDigits?: readonly number[];
  /** Where people are likely to have their e-mail addresses, beside the usual providers. */
  domains?: readonly string[];
}

/** An e-mail address, with what people say before it, in rules that have those of `emailRules`. */
export const GIVEN_EMAIL =
  '[<it_is> | my e-mail is | my e-mail address is | my address is | the address is] <email>';

/** How an answer to each question may be worded; what stands for a wish of its own is added to every one. */
const ANSWERS: Readonly<Record<Asked, string>> = {
  'order-number': '[<it_is> | [my | the] order [number] [is] | number] <order_number>',
  'tracking-number':
    '[<it_is> | the tracking number is] (<letter> | <digit> | <twice>)+ | [my | the] order number [is] <order_number>',
  'confirmation-code':
    '[<it_is> | the code is | my code is] <code> | [<it_is> | my name is | this is] <name>',
  service: '[<it_is> | just] [a | the] <service> | <when> | [a | the] <service> <when>',
  date: '[<it_is> | what about | how about | maybe | then] <when> [then]',
  time: '[<it_is> | what about | how about | maybe | then] <when> [then]',
  name: '[my name is | this is | <it_is> | <it_is> under | i am] <name>',
  phone: '[<it_is> | my number is | my phone number is] <phone_number>',
  email: `<no> | ${GIVEN_EMAIL}`,
  'yes-no': '<yes> | <no> | <no> [<correction>] | <correction> | <other_number>',
  'hand-over': '<yes> | <no>',
  anything:
    '<no> | [and | so] [what about | how about] [a | the] <service> [<when>] | [and] what about [order] <order_number>',
};

/** Before figures nothing else is listened for: “uh”, “so” and “well” are too like an “oh”. */
const DICTATED: ReadonlySet<Asked> = new Set([
  'order-number',
  'tracking-number',
  'confirmation-code',
  'phone',
]);

/**
 * What may be said next, as rules of the JSpeech Grammar Format: the answer to what was asked, or a wish, with the
 * words people put around them. While something is asked for, only wishes that end with few words: the smaller a
 * grammar is, the surer and sooner it is followed. English. For recognisers that understand nothing else (`RecognitionTask.grammar`).
 */
export function expectedSpeech({
  asked,
  services,
  people = [],
  questions = [],
  orderDigits = [],
  domains = [],
}: Expected): Record<string, string> {
  return {
    ...PARTS,
    ...numberRules('order_number', orderDigits),
    ...numberRules('code', [CODE_DIGITS]),
    ...numberRules('phone_number', PHONE_DIGITS),
    ...(asked === 'email' && emailRules(domains)),
    said: `[<lead>] ( <wish> | <aside> ) [<tail>] | ${DICTATED.has(asked) ? '' : '[<lead>]'} <answer> [<tail>] | <lead>`,
    answer: ANSWERS[asked],
    service: anyOf([...services.map(spoken), 'appointment']),
    name: anyOf(['<first_name> <last_name>', ...people.map(spoken)]),
    first_name: anyOf(FIRST_NAMES),
    last_name: anyOf(LAST_NAMES),
    ...(questions.length > 0 ? { question: anyOf(questions.map(spoken)) } : {}),
    wish: `${asked === 'anything' ? '<wishes>' : '<between>'}${questions.length > 0 ? ' | <question>' : ''}`,
  };
}

const anyOf = (expansions: readonly string[]) => expansions.filter((one) => one !== '').join(' | ');

/** Words alone: nothing that somebody wrote becomes a part of the grammar's own language. */
function spoken(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}'’ -]+/gu, ' ')
    .trim()
    .toLowerCase();
}
