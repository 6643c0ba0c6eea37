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
  /** What it asked before it offered a person, and may be answered still. */
  beneath?: Asked | null;
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

const led = (answer: string) => `[<lead>] (${answer})`;
/**
 * Figures, by themselves or behind what leads to them. Right before them nothing else is listened for: “uh”, “so” and
 * “well” are too like an “oh”.
 */
const figures = (leading: string, value: string) => `${value} | [<lead>] (${leading}) ${value}`;
const CODE = figures('<it_is> | [<it_is>] (the | my) [confirmation] code [is]', '<code>');
const MY_NAME =
  "my name is | my name's | the name is | this is | [<it_is>] under | <it_is> | i am | i'm | it's for";
// A name by itself begins in as many ways as there are names: hardly anything is listened for right before it.
const NAME = `/1/ <name> | /1/ [<lead>] (${MY_NAME}) <name> | /0.01/ <lead> <name>`;
const DAY = led(
  "[<it_is> | what about | how about | maybe | then | the one | can i come | i'd like] <whens> [then]",
);

/** How much readier an answer is heard than a wish of its own. */
const ANSWERED = 1e5;
/**
 * How readily a word is heard that is none of it, beside one for what may be said. Scores of sounds count each hundredth
 * of a second as if it told something new, which weights have to be a match for: with more, “yes” is now and then taken
 * for “less”. Tuned on the half of test/evals/scenarios/shortWords.ts that is for it.
 */
const OTHER = 1e-12;

/** How an answer to each question may be worded; what stands for a wish of its own is added to every one. */
const ANSWERS: Readonly<Record<Asked, string>> = {
  'order-number': figures(
    '<it_is> | [<it_is>] [my | the] (order | number | order number) [is]',
    '(/1/ <order_number> | /0.001/ <order_number> <rather_figures> <order_number>)',
  ),
  'tracking-number': `${figures('<it_is> | (my | the) [tracking] number is', '(<letter> | <digit> | <twice>)+')} | [<lead>] [<it_is>] [my | the] order number [is] <order_number>`,
  // Whoever is asked under which name something was booked may know its code instead.
  'confirmation-code': `(${CODE}) | (${NAME})`,
  name: `(${NAME}) | (${CODE})`,
  phone: figures(
    '<it_is> | [<it_is>] (my | the) [phone | telephone | mobile | cell] number is | you can reach me at',
    '<phone_number>',
  ),
  service: led(
    "[<it_is> | just | for | it's for | i need | i want | i'd like] [a | an] <service> [<when>] | <when>",
  ),
  date: DAY,
  time: DAY,
  email: `[<lead>] <no> | [<lead>] ${GIVEN_EMAIL}`,
  // Mostly by a word that is over in a third of a second, of which sounds tell little.
  'yes-no': led('/1e9/ <yes> | /1e9/ <no> | /1e8/ no <correction> | <correction> | <other_number>'),
  'hand-over': led('<yes> | <no>'),
  anything: led(
    '<no> | [and | so] [what about | how about] [a | an] <service> [<when>] | [and] what about [order] <order_number>',
  ),
};

/**
 * What may be said next, as rules of the JSpeech Grammar Format: the answer to what was asked, or a wish, with the
 * words people put around them. While something is asked for, only wishes that end with few words: the smaller a
 * grammar is, the surer and sooner it is followed. English. For recognisers that understand nothing else (`RecognitionTask.grammar`).
 */
export function expectedSpeech({
  asked,
  beneath = null,
  services,
  people = [],
  questions = [],
  orderDigits = [],
  domains = [],
}: Expected): Record<string, string> {
  const answered = asked === 'anything' ? 1 : ANSWERED;
  return {
    ...PARTS,
    ...numberRules('order_number', orderDigits),
    ...numberRules('code', [CODE_DIGITS]),
    ...numberRules('national_number', [PHONE_DIGITS[0]]),
    phone_number: '[one | oh | zero] <national_number>',
    ...([asked, beneath].includes('email') && emailRules(domains)),
    said: `[<lead>] ( <wish> | <aside> ) [<tail>] | /${answered}/ <answer> [<tail>] | /0.001/ <lead_word> | /${OTHER * answered}/ <other>`,
    answer: beneath === null ? ANSWERS[asked] : `(${ANSWERS[asked]}) | (${ANSWERS[beneath]})`,
    service: anyOf([...services.map(spoken), 'appointment']),
    name: anyOf(['<first_name> <last_name>', ...people.map(spoken)]),
    first_name: anyOf(FIRST_NAMES),
    last_name: anyOf(LAST_NAMES),
    ...(questions.length > 0 ? { question: anyOf(questions.flatMap(waysToAsk)) } : {}),
    wish: `${asked === 'anything' ? '<wishes>' : '<between>'}${questions.length > 0 ? ' | <question>' : ''}`,
  };
}

const anyOf = (expansions: readonly string[]) => expansions.filter((one) => one !== '').join(' | ');

/** Where a question begins that is asked in one breath with another. */
const ANOTHER_QUESTION =
  /[?!.;]|, (?:and|or) (?=(?:how|what|where|when|which|who|can|could|do|does|is|are)\b)/i;

/** A question in all of its parts, which are asked one by one, too: “Where are you? What is your address?” */
function waysToAsk(question: string): string[] {
  const parts = question
    .split(ANOTHER_QUESTION)
    .map(spoken)
    .filter((part) => part !== '');
  return parts.length > 1 ? [...parts, parts.join(' [and] ')] : parts;
}

/** Words alone: nothing that somebody wrote becomes a part of the grammar's own language. */
function spoken(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}'’ -]+/gu, ' ')
    .trim()
    .toLowerCase();
}
