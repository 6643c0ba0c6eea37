import type { Phrases } from '../../../../shared/personalities/content.ts';
import type { Answer, Scene } from '../scene.ts';
import { MORE } from './offers.ts';

/** The question of somebody who waits for a wish. */
export const WHAT_CAN_I_DO = 'What can I do for you?';

/**
 * What is said, with a phrase of the personality where one fits: for the question behind a greeting, before what was
 * looked up, for words of leave, or for the question whether there is anything else. Each phrase is said once in a
 * conversation, and at most one in an answer; `phrase` is the one, null where there is none.
 */
export function inOwnWords(answer: Answer, scene: Scene): { say: string; phrase: string | null } {
  for (const { kind, fits, put } of placesIn(answer)) {
    const phrase = ownPhrases(kind, scene).find(fits);
    if (phrase !== undefined) return { say: put(phrase), phrase };
  }
  return { say: answer.say, phrase: null };
}

interface Place {
  kind: keyof Phrases;
  fits(phrase: string): boolean;
  put(phrase: string): string;
}

function placesIn({ say, question, found, leave, greets }: Answer): Place[] {
  const insteadOf = (words: string) => (phrase: string) => say.replace(words, () => phrase);
  const places: Place[] = [];
  if (leave)
    places.push({ kind: 'closing', fits: tells, put: (phrase) => insteadOf(leave)(withGoodbye(phrase)) });
  if (found) places.push({ kind: 'transition', fits: tells, put: (phrase) => `${phrase} ${say}` });
  if (greets && question === WHAT_CAN_I_DO)
    places.push({ kind: 'opening', fits: () => true, put: insteadOf(question) });
  if (question === MORE) places.push({ kind: 'closing', fits: asks, put: insteadOf(question) });
  return places;
}

/** Those that were not said yet, each ended as a sentence. */
function ownPhrases(kind: keyof Phrases, { request: { persona, language }, memory }: Scene): string[] {
  // What has a place for a phrase is said in English, whatever the language of the conversation.
  if (!persona || !language.toLowerCase().startsWith('en')) return [];
  return persona.phrases[kind].map(asSentence).filter((phrase) => !memory.phrases.includes(phrase));
}

function asSentence(phrase: string): string {
  const words = phrase.trim();
  return /[.!?…:]$/.test(words) ? words : `${words}.`;
}

const asks = (phrase: string) => phrase.endsWith('?');
const tells = (phrase: string) => !asks(phrase);

const withGoodbye = (phrase: string) =>
  /\b(?:good)?bye\b|\bsee you\b/i.test(phrase) ? phrase : `${phrase} Goodbye!`;
