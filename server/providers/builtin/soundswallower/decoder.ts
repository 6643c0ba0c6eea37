import createModule, { type Decoder, type SoundSwallowerModule } from 'soundswallower';
import type { Fit } from './confidence.ts';
import { loadDictionary, modelFolder } from './dictionary.ts';
import { nameOf, otherOf, PHONES, SOUNDS_GRAMMAR, STRAY_LANGUAGE, strayOf } from './grammar.ts';
import { follow } from './graph/follow.ts';
import { OTHER_WORDS } from './otherWords.ts';
import type { Register } from './register.ts';
import { RECOGNIZER_RATE_HZ, type RecognizedPiece, type RecognizerLanguage } from './settings.ts';

/**
 * Where a stream's cepstral mean begins, before it has heard its speaker: that of speech in the features of these
 * models, taken from a sentence of each of four of flite's voices. The library's own is for other features: with it, a
 * stream's first words are wrong up to twice as often.
 */
const FIRST_MEAN = '57,7,13,0.5,0,-1,-7,-1,2,3,4,3,1.6';

/**
 * Higher voices come from shorter throats, whose resonances lie higher: by so much their spectra are brought down to
 * those that the models were trained on (vocal tract length normalisation, Lee & Rose 1998). Heard without it, a
 * woman's words are wrong half as often again. Lower ones are told so by a factor of one: the library keeps what it was
 * told last for its whole process, and takes nothing for no change.
 */
const WARP: Record<Register, string> = { high: '1.15', low: '1' };
const warpOf = (register: Register) => ({ warp_type: 'inverse_linear', warp_params: WARP[register] });

let library: Promise<SoundSwallowerModule> | undefined;

/** The library, loaded once in this process. */
export function loadLibrary(): Promise<SoundSwallowerModule> {
  library ??= createModule();
  return library;
}

/**
 * A decoder of a language, for voices of a register: for grammars, for sounds by themselves as well, in between
 * words of a text, or for sounds alone.
 */
export async function makeDecoder(
  language: RecognizerLanguage,
  kind: 'follow' | 'grammar' | 'sounds',
  register: Register,
): Promise<Decoder> {
  const module = await loadLibrary();
  const decoder = new module.Decoder({
    hmm: modelFolder(language),
    samprate: RECOGNIZER_RATE_HZ,
    loglevel: 'FATAL',
    cmninit: FIRST_MEAN,
    // Sounds by themselves for both, words and strays: models that know their neighbours fit either better than
    // the other, depending on which has the truer neighbours.
    ...(kind === 'grammar' ? {} : { cionly: true }),
    // Of every other frame only what was the likeliest of the one before is looked at: how well any sounds fit is
    // known nearly as well, for three fifths of the work.
    ...(kind === 'sounds' ? { ds: 2 } : {}),
    ...warpOf(register),
  });
  // A decoder that holds all words takes ten times as long to make, and three times the memory.
  decoder.unset_config('dict');
  await decoder.initialize();
  if (kind !== 'grammar')
    decoder.add_words(...PHONES.map((phone): [string, string] => [strayOf(phone), phone]));
  else if (language === STRAY_LANGUAGE) decoder.add_words(...(await otherWords(language)));
  return decoder;
}

/** Words that nobody answers with, each as it is usually said. */
async function otherWords(language: RecognizerLanguage): Promise<[string, string][]> {
  const dictionary = await loadDictionary(language);
  return OTHER_WORDS.map((word) => [otherOf(word), dictionary.get(word)![0]!]);
}

/** A decoder of any sounds at all, to hold against what a grammar makes of them; null where none are known. */
export async function makeSoundsDecoder(
  language: RecognizerLanguage,
  register: Register,
): Promise<Decoder | null> {
  if (language !== STRAY_LANGUAGE) return null;
  const decoder = await makeDecoder(language, 'sounds', register);
  await listenFor(decoder, SOUNDS_GRAMMAR);
  return decoder;
}

/** What a decoder hears from now on is somebody else's, of that register. */
export async function hearAnew(decoder: Decoder, register: Register): Promise<void> {
  for (const [key, value] of Object.entries(warpOf(register))) decoder.set_config(key, value);
  await decoder.reinitialize_audio();
}

/** Lets a decoder listen for the sentences of a grammar (JSGF). Throws if the dictionary has not all of its words. */
export async function listenFor(decoder: Decoder, jsgf: string): Promise<void> {
  follow(await loadLibrary(), decoder, jsgf);
}

/** Adds the words that a decoder has not yet; returns those that it cannot have, for nobody says how they sound. */
export async function addWords(
  decoder: Decoder,
  language: RecognizerLanguage,
  words: readonly string[],
  pronunciations: Readonly<Record<string, readonly string[]>>,
): Promise<{ added: number; unknown: string[] }> {
  const dictionary = await loadDictionary(language);
  const ways = new Map<string, readonly string[]>();
  const unknown: string[] = [];
  for (const word of words) {
    const name = nameOf(word);
    if (decoder.lookup_word(name)) continue;
    const phones = pronunciations[word];
    const known = dictionary.get(name) ?? (phones?.length ? [phones.join(' ')] : undefined);
    if (known) ways.set(name, known);
    else unknown.push(word);
  }
  if (unknown.length > 0) return { added: 0, unknown };
  decoder.add_words(
    ...[...ways].flatMap(([name, all]) =>
      all.map((way, nth): [string, string] => [nth === 0 ? name : `${name}(${nth + 1})`, way]),
    ),
  );
  return { added: ways.size, unknown };
}

/** Words of a grammar by the names that the decoder knows them by. */
export type Spelling = ReadonlyMap<string, string>;

export const spellingOf = (words: readonly string[]): Spelling =>
  new Map(words.map((word) => [nameOf(word), word]));

/** What was heard since the decoder was started. Empty where nothing fits. */
export function piecesOf(decoder: Decoder, spelling: Spelling): RecognizedPiece[] {
  return segmentsOf(decoder)
    .filter(({ t }) => !/^[<([]/.test(t))
    .map(({ t, b, d, p }) => {
      const name = t.replace(/\(\d+\)$/, '');
      return {
        name: spelling.get(name) ?? name,
        startMs: Math.round(b * 1000),
        endMs: Math.round((b + d) * 1000),
        score: p,
      };
    });
}

/** How well what was heard fits the sound, silence and noises counted. */
export function fitOf(decoder: Decoder): Fit {
  const fit = { logScore: 0, seconds: 0 };
  for (const { d, p } of segmentsOf(decoder)) {
    fit.logScore += d * Math.log(Math.max(p, LEAST_SCORE));
    fit.seconds += d;
  }
  return fit;
}

const LEAST_SCORE = 1e-6;

function segmentsOf(decoder: Decoder): ReturnType<Decoder['get_alignment']>[] {
  try {
    return decoder.get_alignment().w ?? [];
  } catch {
    // No path through the graph came to its end: nothing was heard.
    return [];
  }
}
