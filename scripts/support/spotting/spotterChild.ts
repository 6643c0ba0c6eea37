import type { Decoder } from 'soundswallower';
import {
  addWords,
  listenFor,
  makeDecoder,
} from '../../../server/providers/builtin/soundswallower/decoder.ts';
import {
  nameOf,
  PHONES,
  phoneOf,
  SOUNDS_GRAMMAR,
  strayOf,
} from '../../../server/providers/builtin/soundswallower/grammar.ts';
import type { SpottedPiece } from '../../../server/simulator/hearing/spotting.ts';
import { serveRequests } from '../../../server/speech/processes/engineChild.ts';
import type { SpotReply, SpotRequest } from './messages.ts';

/** A stretch of an alignment. */
type Segment = ReturnType<Decoder['get_alignment']>;

// Sounds by themselves for both, so that their scores can be held against each other.
const [words, sounds] = await Promise.all([
  makeDecoder('en', 'follow', 'low'),
  makeDecoder('en', 'follow', 'low'),
]);
await listenFor(sounds, SOUNDS_GRAMMAR);
/** What was listened to last: of one call several sentences are looked for. */
let last: { samples: Float32Array; segments: Segment[] } | null = null;

serveRequests<SpotRequest, SpotReply>(async ({ samples, sentences, place, pronunciations }) => {
  for (const [word, phones] of Object.entries(pronunciations)) await learn(word, phones);
  await listenFor(words, spottingGrammar(sentences, place));
  const found = alignmentOf(words, samples);
  const isWord = ({ t }: Segment) => !isSilence(t) && !phoneOf(t);
  const from = found.findIndex(isWord);
  if (from < 0) return null;
  const stretch = found.slice(from, found.findLastIndex(isWord) + 1);
  const said = stretch.filter(isWord).map(({ t }) => withoutVariant(t));
  const index = sentences.findIndex((sentence) => sentence.map(nameOf).join(' ') === said.join(' '));
  const any = soundsOf(samples);
  let nth = 0;
  const pieces = stretch.map(
    (segment): SpottedPiece => ({
      word: isWord(segment) ? sentences[index]![nth++]! : null,
      startMs: Math.round(segment.b * 1000),
      endMs: Math.round((segment.b + segment.d) * 1000),
      fit: fitOf([segment], segment.b, segment.b + segment.d),
      anyFit: fitOf(any, segment.b, segment.b + segment.d),
    }),
  );
  return { index, pieces };
});

/** Two lexicons say how a word may sound: voices follow either. */
async function learn(word: string, phones: readonly string[]): Promise<void> {
  const name = nameOf(word);
  const { unknown } = await addWords(words, 'en', [word], { [word]: phones });
  if (unknown.length > 0) throw new Error(`nobody knows how “${word}” sounds`);
  const sound = phones.join(' ');
  if (sound !== '' && sound !== words.lookup_word(name) && !words.lookup_word(OTHER + name))
    words.add_words([OTHER + name, sound]);
}

/** What a word by the other lexicon is called in the dictionary. */
const OTHER = 'other_';
/** A word as a grammar names it, in each of its ways. */
function waysOf(word: string): string {
  const name = nameOf(word);
  return words.lookup_word(OTHER + name) ? `( ${name} | ${OTHER}${name} )` : name;
}

/**
 * One of the sentences, any sounds before it and, unless it is the end, behind it. It must be somewhere, so that what
 * is found is the place where it fits best: a search that may leave it out loses it among many other sounds. JSpeech
 * Grammar Format 1.0.
 */
function spottingGrammar(sentences: SpotRequest['sentences'], place: SpotRequest['place']): string {
  return [
    '#JSGF V1.0;',
    'grammar spotting;',
    `public <sound> = [ <others> ] <sentence> ${place === 'end' ? '' : '[ <others> ]'};`,
    `<sentence> = ${sentences.map((sentence) => sentence.map(waysOf).join(' ')).join(' | ')};`,
    '<others> = <other>+;',
    `<other> = ${PHONES.map(strayOf).join(' | ')};`,
  ].join('\n');
}

function soundsOf(samples: Float32Array): Segment[] {
  if (!last || Buffer.compare(bytesOf(last.samples), bytesOf(samples)) !== 0)
    last = { samples, segments: alignmentOf(sounds, samples) };
  return last.segments;
}

function alignmentOf(decoder: Decoder, samples: Float32Array): Segment[] {
  decoder.start();
  decoder.process_audio(samples, false, true);
  decoder.stop();
  try {
    return decoder.get_alignment().w ?? [];
  } catch {
    // No path through the graph came to its end.
    return [];
  }
}

/** The mean of the logarithms of the scores between two times, in seconds; 0 where there are none. */
function fitOf(segments: readonly Segment[], from: number, to: number): number {
  let sum = 0;
  let seconds = 0;
  for (const { b, d, p } of segments) {
    const shared = Math.min(to, b + d) - Math.max(from, b);
    if (shared <= 0) continue;
    sum += shared * Math.log(Math.max(p, LEAST_SCORE));
    seconds += shared;
  }
  return seconds === 0 ? 0 : sum / seconds;
}

const LEAST_SCORE = 1e-6;
const isSilence = (name: string) => /^[<([]/.test(name);
/** Of a word that is said in several ways the dictionary numbers them. */
const withoutVariant = (name: string) => name.replace(OTHER, '').replace(/\(\d+\)$/, '');
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
