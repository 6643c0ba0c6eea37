import type { CheckItem } from '../../../shared/api/studio.ts';
import {
  type Departure,
  knowsLanguage,
  type SpeechRecognizer,
  type Transcript,
} from '../../speech/recognition/contract.ts';
import { type SpokenWord, spokenWords } from '../../speech/spokenWords.ts';
import type { Measured } from './checked.ts';
import { dictated } from './dictated.ts';
import { type Passage, passagesOf } from './passages.ts';

const MOST_PLACES = 20;
const MOST_QUOTED = 5;

const item = (
  state: CheckItem['state'],
  sentence: string,
  more: Partial<Pick<CheckItem, 'numbers' | 'places'>> = {},
): CheckItem => ({ name: 'words', state, sentence, numbers: [], places: [], ...more });

/**
 * Compares what is heard with the script, word by word: by dictation where a recogniser that can take it knows the
 * language, otherwise by following the text. Throws what the recogniser throws.
 */
export async function checkWords(
  measured: Measured,
  recognizers: readonly SpeechRecognizer[],
  signal: AbortSignal,
): Promise<CheckItem> {
  const { document, language, samples, sampleRateHz } = measured;
  const able = recognizers.filter((candidate) => knowsLanguage(candidate, language));
  const words = spokenWords(document);
  const dictating = able.find(({ abilities }) => abilities.dictation);
  if (dictating) {
    const transcript = await dictating.transcribe(samples, sampleRateHz, { language, signal });
    const { durationMs, speech } = measured;
    // Speech that a recogniser makes nothing of may still be what it should be.
    const understood = transcript.text.trim() !== '' || speech?.length === 0;
    return judge(
      words,
      {
        departures: understood ? dictated(words, transcript, language) : [],
        unknown: [],
        lost: understood ? [] : [{ from: 0, to: words.length, startMs: 0, endMs: durationMs }],
      },
      dictating.name,
      { timed: transcript.words.length > 0 },
    );
  }
  const following = able.find(({ abilities }) => abilities.follow);
  if (!following)
    return item(
      'not-checked',
      'No recogniser that is set up knows this language. Listen to the version yourself.',
    );
  const passages = passagesOf(words, measured.words, measured.durationMs);
  if (!passages)
    return item(
      'not-checked',
      'The text is long and the voice does not say when its words are heard, so it could not be followed. Split the script, or listen to the version yourself.',
    );
  const departures: Departure[] = [];
  const unknown: number[] = [];
  const lost: Passage[] = [];
  for (const { from, to, startMs, endMs } of passages) {
    const at = (ms: number) => Math.round((ms * sampleRateHz) / 1000);
    const passage = words.slice(from, to);
    const transcript: Transcript = await following.transcribe(
      samples.slice(at(startMs), at(endMs)),
      sampleRateHz,
      { language, expected: passage.map(({ text }) => text), signal },
    );
    if (!transcript.departures) lost.push({ from, to, startMs, endMs });
    for (const departure of transcript.departures ?? [])
      departures.push({
        ...departure,
        from: departure.from + from,
        to: departure.to + from,
        startMs: departure.startMs + startMs,
        endMs: departure.endMs + startMs,
      });
    unknown.push(...(transcript.unknown ?? []).map((index) => index + from));
    unknown.push(...passage.flatMap(({ phoneme }, index) => (phoneme ? [index + from] : [])));
  }
  return judge(words, { departures, unknown: [...new Set(unknown)], lost }, following.name);
}

function judge(
  words: readonly SpokenWord[],
  {
    departures,
    unknown,
    lost,
  }: { departures: readonly Departure[]; unknown: readonly number[]; lost: readonly Passage[] },
  recognizer: string,
  { timed = true } = {},
): CheckItem {
  const skipped = new Set(unknown);
  // Where only words differ whose sound nobody knows, nothing is known to be wrong.
  const found = departures.filter(
    ({ from, to }) => from === to || words.slice(from, to).some((_, index) => !skipped.has(from + index)),
  );
  const numbers = [
    { name: 'Words', value: words.length, unit: '' },
    { name: 'Places that differ', value: found.length, unit: '' },
    { name: 'Words not compared', value: skipped.size, unit: '' },
  ];
  const told = found.slice(0, MOST_PLACES).map((departure) => ({
    startMs: departure.startMs,
    endMs: departure.endMs,
    label: labelOf(words, departure),
  }));
  if (found.length > 0) {
    const quoted = told.slice(0, MOST_QUOTED).map(({ label }) => label);
    return item(
      'failed',
      `${recognizer} did not hear the script: ${quoted.join('; ')}. Listen to ${timed ? 'these places' : 'the version'}.`,
      { numbers, places: timed ? told : [] },
    );
  }
  if (lost.length > 0)
    return item(
      'not-checked',
      `${recognizer} could not follow the script: something else is said, or this voice is too unlike a human one for it. Listen to the version yourself.`,
      {
        numbers,
        places: timed ? lost.map(({ startMs, endMs }) => ({ startMs, endMs, label: 'Not followed' })) : [],
      },
    );
  if (skipped.size > 0)
    return item(
      'not-checked',
      `${skipped.size === 1 ? 'One word' : `${skipped.size} words`} could not be compared, since nobody knows how they should sound: ${quote(words, unknown)}. The others are as in the script.`,
      { numbers },
    );
  return item('passed', `${recognizer} heard the words of the script, in their order.`, { numbers });
}

function labelOf(words: readonly SpokenWord[], { kind, from, to }: Departure): string {
  const expected = textOf(words, from, to);
  const after = from > 0 ? ` after “${words[from - 1]!.text}”` : ' at the beginning';
  switch (kind) {
    case 'missing':
      return `“${expected}” is missing`;
    case 'extra':
      return `something is said${after} that is not in the script`;
    case 'different':
      return `something else than “${expected}”`;
  }
}

function textOf(words: readonly SpokenWord[], from: number, to: number): string {
  const all = words.slice(from, to).map(({ text }) => text);
  return all.length > 6 ? `${all.slice(0, 3).join(' ')} … ${all.slice(-2).join(' ')}` : all.join(' ');
}

function quote(words: readonly SpokenWord[], indices: readonly number[]): string {
  return indices
    .slice(0, MOST_QUOTED)
    .map((index) => `“${words[index]!.text}”`)
    .join(', ');
}
