import { decodeMuLaw } from '../../../audio/g711.ts';
import type { SpeechRecognizer } from '../../../speech/recognition/contract.ts';
import { CALL_RATE_HZ } from '../../../telephony/callTransport.ts';
import type { Align } from './beepTimes.ts';
import { tokensOf } from './tokens.ts';

/** Below this share of the words the text is not what is said there. */
const LEAST_CONFIDENCE = 0.6;
/** A line takes seconds; one that takes longer is covered whole. */
const PATIENCE_MS = 60_000;

/** Looks for words with the first recogniser that can follow a text; null where there is none. */
export function alignByEar(recognizers: readonly SpeechRecognizer[]): Align | null {
  const able = recognizers.filter(({ abilities }) => abilities.follow && abilities.wordTimes);
  if (able.length === 0) return null;
  return async (sound, text, language) => {
    const primary = language.split('-')[0] ?? language;
    const ear = able.find(({ languages }) => languages.includes(primary));
    if (!ear) return null;
    try {
      const { words, confidence } = await ear.transcribe(decodeMuLaw(sound), CALL_RATE_HZ, {
        language,
        expected: tokensOf(text).map(({ text: written }) => written),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return confidence !== null && confidence < LEAST_CONFIDENCE ? null : words;
    } catch {
      // Whoever cannot find the words covers the whole line: nothing stays because of it.
      return null;
    }
  };
}
