import type { SpeechParameters } from '../speech/parameters.ts';
import { TONE_SETTINGS } from '../speech/tones.ts';
import { WORDS_PER_MINUTE } from '../speech/vocabulary.ts';
import type { SpeechDocument } from './document.ts';

/** Between letters, marks and digits; an apostrophe, dot or hyphen inside does not end a word. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’.,:@-][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;
/** Scripts written without spaces: about one and a half characters a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** The words as they stand, without markup; a paragraph is a blank line, a break a space. */
export function plainText(document: SpeechDocument): string {
  let result = '';
  for (const part of document.parts) {
    if (part.kind === 'text') result += part.text;
    else if (part.kind === 'paragraph') result += '\n\n';
    else if (!/\s$/.test(result) && result !== '') result += ' ';
  }
  return result.trim();
}

/** Length of an authored text as its limit counts it: trimmed, markup included. */
export function countCharacters(text: string): number {
  return text.trim().length;
}

/** How many words are spoken; for scripts without spaces an estimate. */
export function countWords(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0;
  const spaced = text.replace(UNSPACED, ' ').match(WORD)?.length ?? 0;
  return spaced + Math.round(unspaced / 1.5);
}

/** About how long a text takes to speak, in milliseconds, at WORDS_PER_MINUTE and with the pauses asked for. */
export function estimateDurationMs(
  document: SpeechDocument,
  parameters: Pick<SpeechParameters, 'speed' | 'tone' | 'sentencePauseMs' | 'paragraphPauseMs'>,
): number {
  const text = plainText(document);
  const words = countWords(text);
  if (words === 0 && !document.parts.some((part) => part.kind === 'break')) return 0;
  const spoken =
    (words * 60_000) / WORDS_PER_MINUTE / parameters.speed / TONE_SETTINGS[parameters.tone].speed;
  const sentences = Math.max(0, (text.match(/[.!?…]+(?=\s|$)/g)?.length ?? 0) - 1);
  let pauses = sentences * ((parameters.sentencePauseMs ?? NATURAL_PAUSE_MS) - NATURAL_PAUSE_MS);
  for (const part of document.parts) {
    if (part.kind === 'break') pauses += part.durationMs;
    if (part.kind === 'paragraph') pauses += parameters.paragraphPauseMs ?? NATURAL_PAUSE_MS;
  }
  return Math.max(0, Math.round(spoken + pauses));
}

/** What WORDS_PER_MINUTE already holds of a pause. */
const NATURAL_PAUSE_MS = 350;
