import {
  knowsLanguage,
  type SpeechRecognizer,
  type Transcript,
} from '../../../speech/recognition/contract.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';
import { LISTENING_RATE_HZ } from './listened.ts';

/** The language that statements are spoken in. */
const LANGUAGE = 'en-US';
/** A statement takes a quarter of this; a text is not followed through longer sounds. */
const LONGEST_MS = 60_000;
/** Stands for what is said beside the statement. */
const SOMETHING_ELSE = '…';

/**
 * What is said in a recording at LISTENING_RATE_HZ, by the first recogniser that knows the language: by dictation
 * where it can, otherwise which words of `expected` are really heard, each against any other sounds in its place.
 * Null where no recogniser can tell. Throws what the recogniser throws.
 */
export async function hearStatement(
  recognizers: readonly SpeechRecognizer[],
  samples: Float32Array,
  { expected, speech, signal }: { expected: string; speech: readonly SpeechSpan[]; signal: AbortSignal },
): Promise<string | null> {
  const able = recognizers.filter((candidate) => knowsLanguage(candidate, LANGUAGE));
  const recognizer =
    able.find(({ abilities }) => abilities.dictation) ?? able.find(({ abilities }) => abilities.follow);
  const [first, last] = [speech[0], speech.at(-1)];
  if (!recognizer) return null;
  if (!first || !last) return '';
  if (last.endMs - first.startMs > LONGEST_MS) return null;
  const at = (ms: number) => Math.round((ms * LISTENING_RATE_HZ) / 1000);
  const words = expected.split(/\s+/);
  const transcript = await recognizer.transcribe(
    samples.slice(at(first.startMs), at(last.endMs)),
    LISTENING_RATE_HZ,
    { language: LANGUAGE, signal, ...(recognizer.abilities.dictation ? {} : { expected: words }) },
  );
  return recognizer.abilities.dictation ? transcript.text : withDepartures(transcript);
}

/** The words that were heard, with a mark where the sound was something else. */
function withDepartures({ words, departures }: Transcript): string {
  if (!departures) return '';
  return [
    ...words,
    ...departures
      .filter(({ kind }) => kind !== 'missing')
      .map(({ startMs }) => ({ text: SOMETHING_ELSE, startMs })),
  ]
    .sort((a, b) => a.startMs - b.startMs)
    .map(({ text }) => text)
    .join(' ');
}
