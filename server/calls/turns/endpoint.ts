import type { Intent } from '../../../shared/dialogue/intents.ts';
import { gives } from '../../dialogue/understanding/answers.ts';
import { readEmail } from '../../dialogue/understanding/entities/email.ts';
import { readName } from '../../dialogue/understanding/entities/name.ts';
import { isLearned } from '../../dialogue/understanding/intents/intents.ts';
import { DIGIT_WORDS, REPEAT_WORDS } from '../../dialogue/understanding/numbers/numberWords.ts';
import { plainAnswer } from '../../dialogue/understanding/plainAnswer.ts';
import { understand } from '../../dialogue/understanding/understand.ts';
import { readWhen } from '../../dialogue/understanding/when/whenSaid.ts';
import type { Expectation } from './patience.ts';

/** What the caller is expected to say next, as far as it tells when they are through. */
export interface Awaited {
  what: Expectation;
  /** In which the caller speaks: English words tell more. */
  language?: string;
  /** Digits that may be the whole number, and that surely are. */
  digits?: { mayBeWhole: number; whole: number };
}

/**
 * How much was said: `whole` needs no more, `maybe` may need none, `unclear` is nothing yet that can be answered, `begun`
 * leads on to something.
 */
type Extent = 'whole' | 'maybe' | 'unclear' | 'begun';

/** The silence behind which a turn is over, by what is expected and how much was said of it, in ms. */
const SILENCE_MS: Record<Expectation, Record<Extent, number>> = {
  'yes-no': { whole: 300, maybe: 450, unclear: 760, begun: 1_210 },
  choice: { whole: 500, maybe: 500, unclear: 500, begun: 1_110 },
  anything: { whole: 400, maybe: 600, unclear: 860, begun: 1_210 },
  name: { whole: 500, maybe: 760, unclear: 960, begun: 1_360 },
  date: { whole: 550, maybe: 800, unclear: 960, begun: 1_410 },
  digits: { whole: 550, maybe: 860, unclear: 1_260, begun: 1_860 },
  spelling: { whole: 1_460, maybe: 1_460, unclear: 1_460, begun: 2_060 },
  email: { whole: 700, maybe: 1_560, unclear: 1_560, begun: 2_160 },
};

/** More of a long turn tells nothing about its end; in characters. */
const LOOKED_AT = 200;
/** Words after which nobody's sentence ends, whatever came before. */
const LEADS_ON =
  /(?:^|\s)(?:and|or|but|because|the|a|an|my|your|our|i|i'm|i['’]d|if|whether|regarding|thank|half(?: past)?|um+|uh+|er+|hmm+)[.…,?!]*$/i;
/** Words that lead on unless a recogniser heard the end of a sentence there: “can I come on”, but not “yes it is”. */
const MAY_LEAD_ON =
  /(?:^|\s)(?:then|with|for|to|at|on|in|of|from|which|it's|when|until|well|like|(?<!\b(?:yes|yeah|sure|that) )i would|i (?:need|want)|january|february|april|june|july|august|september|october|november|december|(?<!\b(?:think|hope|guess|believe|say|suppose|if) )so|(?<!\bit )about|(?<!\b(?:it|what|who|where|how) )is)[…,]*$/i;
/** Nothing but the first word of a question; “what” and “why” are questions, too. */
const QUESTION_BEGINS =
  /^(?:how|where|who|can|could|do|does|did|is|are|would|will|what's|what’s|when's|where's)[…,]*$/i;
const LONE_QUESTION = /^(?:what|why)[…,?]*$/i;
/** Wishes that say all there is to say. */
const WHOLE_WISHES: ReadonlySet<Intent> = new Set([
  'person',
  'business-hours',
  'goodbye',
  'thanks',
  'repeat',
  'help',
  'deny',
]);
/** How a wish is closed. */
const POLITE_END = /\b(?:please|thanks|thank you)[.!?]*$/i;
/** Any instant does: whether something is a day does not depend on which. */
const SOME_DAY = { now: new Date('2025-03-05T12:00:00Z'), timeZone: 'UTC' };
/** Answers to a question that is answered with yes or no. */
const ANSWERS: ReadonlySet<Intent> = new Set(['confirm', 'deny', 'person']);
const CLEAR = 0.75;
/** Last parts of addresses, but those that another often follows. */
const WHOLE_ADDRESS = /\.(?:com|org|net|edu|gov|info|io|app|dev|eu|de|at|ch|fr|es|it|nl|uk|us|ca|au|ie)$/;
/** Where nobody knows how long a number is: with fewer digits they are seldom whole. */
const SOME_NUMBER = { mayBeWhole: 5, whole: Number.POSITIVE_INFINITY };

/** How long after the end of speech the turn is over, with these words so far, in ms. */
export function endpointMs(awaited: Awaited, words: string): number {
  const text = words.trim().slice(-LOOKED_AT);
  const extent = extentOf(awaited, text);
  const silenceMs = SILENCE_MS[awaited.what][extent];
  const digits = digitsAtTheEnd(text);
  const { mayBeWhole } = awaited.digits ?? SOME_NUMBER;
  // A number is being read out, whatever was asked.
  return extent !== 'whole' && digits > 1 && digits < mayBeWhole
    ? Math.max(silenceMs, SILENCE_MS.digits.unclear)
    : silenceMs;
}

function extentOf({ what, language, digits = SOME_NUMBER }: Awaited, text: string): Extent {
  const english = language?.toLowerCase().startsWith('en') ?? false;
  if (english && [LEADS_ON, MAY_LEAD_ON, QUESTION_BEGINS].some((begun) => begun.test(text))) return 'begun';
  switch (what) {
    case 'digits': {
      const said = digitsAtTheEnd(text);
      return said >= digits.whole ? 'whole' : said >= digits.mayBeWhole ? 'maybe' : 'unclear';
    }
    case 'email':
      return WHOLE_ADDRESS.test(readEmail(text) ?? '') ? 'whole' : 'unclear';
    case 'choice':
    case 'spelling':
      return 'maybe';
  }
  if (!english || text === '') return 'maybe';
  switch (what) {
    case 'name':
      return readName(text, true)?.includes(' ') ? 'whole' : 'unclear';
    case 'date':
      return gives(text, 'date') ? 'whole' : 'unclear';
    case 'yes-no':
      return answerOf(text);
    case 'anything':
      return wishOf(text);
  }
}

function answerOf(text: string): Extent {
  if (plainAnswer(text, 'yes-no')) return 'whole';
  if (!isLearned()) return 'maybe';
  const { intent, confidence } = understand(text, { asked: 'yes-no' });
  return ANSWERS.has(intent) && confidence >= CLEAR ? 'maybe' : 'unclear';
}

function wishOf(text: string): Extent {
  if (LONE_QUESTION.test(text)) return 'unclear';
  if (!isLearned()) return 'maybe';
  const { intent, confidence } = understand(text);
  if (confidence < CLEAR || intent === 'none' || intent === 'greeting') return 'unclear';
  return WHOLE_WISHES.has(intent) || POLITE_END.test(text) || givesAppointment(text) ? 'whole' : 'maybe';
}

/** Both of what an appointment needs: more is asked for. */
function givesAppointment(text: string): boolean {
  const { day, at } = readWhen(text, SOME_DAY);
  return day !== undefined && at !== undefined;
}

/** How many digits the words end in, each said by itself: “at ten thirty” ends in none, “four double oh” in three. */
function digitsAtTheEnd(text: string): number {
  const words = text
    .toLowerCase()
    .split(/[\s,.?!-]+/)
    .filter((word) => word !== '');
  let digits = 0;
  for (let at = words.length - 1; at >= 0; at--) {
    const word = words[at]!;
    const times = REPEAT_WORDS.get(word);
    if (times && digits > 0) digits += times - 1;
    else if (DIGIT_WORDS.has(word)) digits++;
    // Two figures at the end are an hour or a number of things, four may be a year.
    else if (/^\d+$/.test(word) && ((word.length !== 2 && !/^(?:19|20)\d\d$/.test(word)) || digits > 0))
      digits += word.length;
    else break;
  }
  return digits;
}
