import { setPriority } from 'node:os';
import type { Decoder } from 'soundswallower';
import { serveRequests } from '../../../speech/processes/engineChild.ts';
import { confidenceOf, type Fit } from './confidence.ts';
import {
  addWords,
  fitOf,
  listenFor,
  makeDecoder,
  makeSoundsDecoder,
  piecesOf,
  spellingOf,
} from './decoder.ts';
import { loadDictionary } from './dictionary.ts';
import { followGrammar, nameOf } from './grammar.ts';
import { type Register, registerIn } from './register.ts';
import type { RecognizerLanguage, RecognizerReply, RecognizerRequest } from './settings.ts';

/** Words cannot be taken out of a dictionary again; after so many the decoder is made anew. */
const MOST_ADDED = 5_000;
interface Open {
  decoder: Decoder;
  added: number;
  /** The grammar it follows: reading one takes longer than some utterances. */
  jsgf?: string;
}
const decoders = new Map<string, Open>();
const soundsDecoders = new Map<string, Promise<Decoder | null>>();

// Checks are nobody's hurry; what is being generated or answered goes first.
setPriority(10);

serveRequests<RecognizerRequest, RecognizerReply>(async ({ language, samples, task, pronunciations }) => {
  // What follows a text compares by thresholds that were found without a look at the speaker.
  const register = 'jsgf' in task ? registerIn(samples) : 'low';
  const open = await decoderFor(language, 'follow' in task ? 'follow' : 'grammar', register);
  const { decoder } = open;
  if ('look' in task) {
    const dictionary = await loadDictionary(language);
    return {
      unknown: task.look.filter(
        (word) => !dictionary.has(nameOf(word)) && !decoder.lookup_word(nameOf(word)),
      ),
    };
  }
  const words = [...new Set('follow' in task ? task.follow : task.words)];
  const { added, unknown } = await addWords(decoder, language, words, pronunciations);
  if (unknown.length > 0) return { unknown };
  open.added += added;
  const jsgf = 'follow' in task ? followGrammar(task.follow.map(nameOf)) : task.jsgf;
  if (jsgf !== open.jsgf) await listenFor(decoder, jsgf);
  open.jsgf = jsgf;
  hear(decoder, samples);
  const pieces = piecesOf(decoder, spellingOf(words));
  return {
    pieces,
    confidence:
      'follow' in task
        ? 1
        : confidenceOf(pieces, {
            words: fitOf(decoder),
            sounds: await soundsOf(language, register, samples),
            conversation: task.conversation,
            others: task.others,
          }),
    phones: Object.fromEntries(words.map((word) => [word, decoder.lookup_word(nameOf(word)).split(' ')])),
  };
});

function hear(decoder: Decoder, samples: Float32Array): void {
  decoder.start();
  decoder.process_audio(samples, false, true);
  decoder.stop();
}

/** How well sounds that are bound to no words fit; null where none are known. */
async function soundsOf(
  language: RecognizerLanguage,
  register: Register,
  samples: Float32Array,
): Promise<Fit | null> {
  const key = `${language} ${register}`;
  const made = soundsDecoders.get(key) ?? makeSoundsDecoder(language, register);
  soundsDecoders.set(key, made);
  const decoder = await made;
  if (!decoder) return null;
  hear(decoder, samples);
  return fitOf(decoder);
}

async function decoderFor(
  language: RecognizerLanguage,
  kind: 'follow' | 'grammar',
  register: Register,
): Promise<Open> {
  const key = `${language} ${kind} ${register}`;
  const known = decoders.get(key);
  if (known && known.added < MOST_ADDED) return known;
  known?.decoder.delete();
  const open: Open = { decoder: await makeDecoder(language, kind, register), added: 0 };
  decoders.set(key, open);
  return open;
}
