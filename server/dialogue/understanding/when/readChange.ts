import { readWhen, type WhenSaid } from './whenSaid.ts';

const DAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|tonight';
/** “to” before a day or a time, not before a verb. */
const TO_WHEN = new RegExp(
  `\\b(?:to|until|till)\\s+(?=(?:next|this|coming|the (?!appointment|booking)|an? (?:week|quarter|later|earlier)|${DAYS}|any|\\d|noon|midday|half|quarter|in the|early|late|some|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|january|february|march|april|may|june|july|august|september|october|november|december)\\b)`,
  'gi',
);
const CLAUSES = /[,.;?!]|\b(?:but|so|and|could|can (?:i|we|you)|is there|would)\b/i;
const THING = 'appointments?|booking|visit|slot|session|reservation|check-?up|cleaning|one';
/** The day belongs to what there is already. */
const THERE_IS = new RegExp(
  `\\b(?:${THING})\\s+(?:i have\\s+|i had\\s+|is\\s+|was\\s+|that is\\s+)?(?:on|for|at|this|next|${DAYS})\\b|\\b(?:my|the|that)\\s+(?:[\\w:']+\\s+){1,4}(?:${THING})\\b|\\bbooked (?:for|on|in)\\b|\\b(?:can'?t|can ?not|won'?t|unable|not able)\\b`,
  'i',
);

/** Which day and time something has, and which it should have. */
export interface ChangeSaid {
  old: WhenSaid;
  new: WhenSaid;
}

/** What an utterance says about a change of time: “my Friday appointment to Monday at two”. */
export function readChange(text: string, context: { now: Date; timeZone: string }): ChangeSaid {
  const when = (part: string) => readWhen(part, context);
  const instead = /\binstead of\b/i.exec(text);
  if (instead)
    return {
      old: when(text.slice(instead.index + instead[0].length)),
      new: when(text.slice(0, instead.index)),
    };
  const to = [...text.matchAll(TO_WHEN)].at(-1);
  if (to) return { old: when(text.slice(0, to.index)), new: when(text.slice(to.index + to[0].length)) };
  const clauses = text
    .split(CLAUSES)
    .map(when)
    .filter((said) => Object.keys(said).length > 0);
  if (clauses.length > 1) return { old: clauses[0]!, new: clauses.at(-1)! };
  return THERE_IS.test(text) ? { old: when(text), new: {} } : { old: {}, new: when(text) };
}
