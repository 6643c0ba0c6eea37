import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import createModule, { type Decoder, type SoundSwallowerModule } from 'soundswallower';
import { serveRequests } from '../../../speech/processes/engineChild.ts';
import { followGrammar, PHONES, phraseGrammar, strayOf } from './grammar.ts';
import {
  RECOGNIZER_RATE_HZ,
  type RecognizedPiece,
  type RecognizerLanguage,
  type RecognizerReply,
  type RecognizerRequest,
} from './settings.ts';

const MODELS: Record<RecognizerLanguage, string> = { en: 'en-us', fr: 'fr-fr' };
/** Words cannot be taken out of a dictionary again; after so many the decoder is made anew. */
const MOST_ADDED = 5_000;
interface Open {
  decoder: Decoder;
  added: number;
}
const decoders = new Map<string, Open>();
let library: Promise<SoundSwallowerModule> | undefined;

// Checks are nobody's hurry; what is being generated or answered goes first.
setPriority(10);

serveRequests<RecognizerRequest, RecognizerReply>(async ({ language, samples, task, pronunciations }) => {
  const kind = 'follow' in task ? 'follow' : 'phrases';
  const open = await decoderFor(language, kind);
  const { decoder } = open;
  const words = [...new Set('follow' in task ? task.follow : task.phrases.flat())];
  const strange = words.filter((word) => !decoder.lookup_word(nameOf(word)));
  const unknown = strange.filter((word) => !pronunciations[word]?.length);
  if (unknown.length > 0) return { unknown };
  for (const word of strange) decoder.add_words([nameOf(word), pronunciations[word]!.join(' ')]);
  open.added += strange.length;
  decoder.set_grammar(
    'follow' in task
      ? followGrammar(task.follow.map(nameOf))
      : phraseGrammar(task.phrases.map((phrase) => phrase.map(nameOf))),
  );
  decoder.start();
  decoder.process_audio(samples, false, true);
  decoder.stop();
  const byName = new Map(words.map((word) => [nameOf(word), word]));
  return {
    pieces: piecesOf(decoder).map((piece) => ({ ...piece, name: byName.get(piece.name) ?? piece.name })),
    phones: Object.fromEntries(words.map((word) => [word, decoder.lookup_word(nameOf(word)).split(' ')])),
  };
});

/** A word as a grammar can name it. */
function nameOf(word: string): string {
  return /^\p{Ll}[\p{Ll}']*$/u.test(word) ? word : `coded_${Buffer.from(word).toString('hex')}`;
}

async function decoderFor(language: RecognizerLanguage, kind: 'follow' | 'phrases'): Promise<Open> {
  const key = `${language} ${kind}`;
  const known = decoders.get(key);
  if (known && known.added < MOST_ADDED) return known;
  known?.decoder.delete();
  library ??= createModule();
  const module = await library;
  const decoder = new module.Decoder({
    hmm: join(dirname(createRequire(import.meta.url).resolve('soundswallower')), 'model', MODELS[language]),
    samprate: RECOGNIZER_RATE_HZ,
    loglevel: 'FATAL',
    // Sounds by themselves for both, words and strays: models that know their neighbours fit either better than
    // the other, depending on which has the truer neighbours.
    ...(kind === 'follow' ? { cionly: true } : {}),
  });
  await decoder.initialize();
  if (kind === 'follow')
    decoder.add_words(...PHONES.map((phone): [string, string] => [strayOf(phone), phone]));
  const open: Open = { decoder, added: 0 };
  decoders.set(key, open);
  return open;
}

function piecesOf(decoder: Decoder): RecognizedPiece[] {
  let segments: ReturnType<Decoder['get_alignment']>[];
  try {
    segments = decoder.get_alignment().w ?? [];
  } catch {
    // No path through the graph came to its end: nothing was heard.
    return [];
  }
  return segments
    .filter(({ t }) => !/^[<([]/.test(t))
    .map(({ t, b, d, p }) => ({
      name: t.replace(/\(\d+\)$/, ''),
      startMs: Math.round(b * 1000),
      endMs: Math.round((b + d) * 1000),
      score: p,
    }));
}
