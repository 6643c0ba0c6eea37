import type { Intent } from '../../../shared/dialogue/intents.ts';
import { gives } from '../../dialogue/understanding/answers.ts';
import { readName } from '../../dialogue/understanding/entities/name.ts';
import { isLearned } from '../../dialogue/understanding/intents/intents.ts';
import { DIGIT_WORDS, REPEAT_WORDS } from '../../dialogue/understanding/numbers/numberWords.ts';
import { plainAnswer } from '../../dialogue/understanding/plainAnswer.ts';
import { understand } from '../../dialogue/understanding/understand.ts';
import type { Expectation } from './patience.ts';

/** What the caller is expected to say next, as far as it tells when they are through. */
export interface Awaited {
  what: Expectation;
  /** Of a caller whose words are English more is told by the words. */
  language?: string;
  /** Digits of a number that is whole. */
  wholeNumber?: number;
}

/** How much was said: `whole` needs no more, `begun` leads on to something, `said` may be either. */
type Extent = 'whole' | 'said' | 'unclear' | 'begun';

/** The silence behind which a turn is over, by what is expected and how much was said of it, in ms. */
const SILENCE_MS: Record<Expectation, Record<Extent, number>> = {
  'yes-no': { whole: 300, said: 400, unclear: 700, begun: 1_150 },
  choice: { whole: 450, said: 450, unclear: 450, begun: 1_050 },
  anything: { whole: 400, said: 550, unclear: 800, begun: 1_150 },
  name: { whole: 550, said: 700, unclear: 900, begun: 1_300 },
  date: { whole: 500, said: 750, unclear: 900, begun: 1_350 },
  digits: { whole: 650, said: 1_200, unclear: 1_200, begun: 1_800 },
  spelling: { whole: 1_400, said: 1_400, unclear: 1_400, begun: 2_000 },
  email: { whole: 700, said: 1_500, unclear: 1_500, begun: 2_100 },
};

/** Words after which nobody's sentence ends: it is thought about. */
const LEADS_ON =
  /(?:^|\s)(?:and|or|but|because|so|then|with|for|to|the|a|an|my|your|our|this|is|it's|i'm|i|at|on|in|of|from|that|which|if|when|until|whether|about|regarding|well|um+|uh+|er+|hmm+|like)[.…,?!]*$/i;
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
/** Answers to a question that is answered with yes or no. */
const PLAIN: ReadonlySet<Intent> = new Set(['confirm', 'deny', 'person']);
const CLEAR = 0.75;
/** Fewer digits than this are seldom a whole number that a business gives its callers. */
const WHOLE_NUMBER = 5;

/** How long after the end of speech the turn is over, with these words so far, in ms. */
export function endpointMs(awaited: Awaited, words: string): number {
  const text = words.trim();
  const silences = SILENCE_MS[awaited.what];
  const extent = extentOf(awaited, text);
  const digits = digitsAtTheEnd(text);
  // A number is being read out, whatever was asked.
  return digits > 1 && digits < WHOLE_NUMBER
    ? Math.max(silences[extent], SILENCE_MS.digits.said)
    : silences[extent];
}

function extentOf({ what, language, wholeNumber = WHOLE_NUMBER }: Awaited, text: string): Extent {
  if (text === '') return 'said';
  if (LEADS_ON.test(text)) return 'begun';
  switch (what) {
    case 'digits':
      return digitsAtTheEnd(text) >= wholeNumber ? 'whole' : 'said';
    case 'email':
      return gives(text, 'email') ? 'whole' : 'said';
    case 'choice':
    case 'spelling':
      return 'said';
  }
  if (!language?.toLowerCase().startsWith('en') || !isLearned()) return 'said';
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
  const { intent, confidence } = understand(text, { asked: 'yes-no' });
  return PLAIN.has(intent) && confidence > CLEAR ? 'said' : 'unclear';
}

function wishOf(text: string): Extent {
  const { intent, confidence } = understand(text);
  if (confidence < CLEAR || intent === 'none' || intent === 'greeting') return 'unclear';
  if (WHOLE_WISHES.has(intent)) return 'whole';
  const about = intent === 'order-status' || intent === 'track-package';
  return about && digitsAtTheEnd(text) >= WHOLE_NUMBER ? 'whole' : 'said';
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
    // Two figures at the end are an hour or a number of things.
    else if (/^\d+$/.test(word) && (word.length !== 2 || digits > 0)) digits += word.length;
    else break;
  }
  return digits;
}
