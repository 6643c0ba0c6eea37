import { availableParallelism } from 'node:os';
import { LRUCache } from 'lru-cache';
import { resample } from '../../../audio/resample.ts';
import { ProblemError } from '../../../problem.ts';
import { openEnginePool } from '../../../speech/processes/engineProcess.ts';
import { openSessionProcesses } from '../../../speech/processes/sessionProcesses.ts';
import type {
  Pronouncer,
  RecognitionEvent,
  RecognitionRequest,
  RecognitionTask,
  SpeechRecognizer,
  StreamRequest,
  Transcript,
} from '../../../speech/recognition/contract.ts';
import { laterStream } from '../../../speech/recognition/laterStream.ts';
import { type HearingMessage, sessionStream } from '../../../speech/recognition/sessionStream.ts';
import { departuresOf, gapsOf, type Heard, wordsOf } from './departures.ts';
import { phoneOf, phraseRules, ruleGrammar } from './grammar.ts';
import {
  RECOGNIZER_RATE_HZ,
  type RecognizedPiece,
  type RecognizerLanguage,
  type RecognizerReply,
  type RecognizerRequest,
  type SpokenGrammar,
  type StreamOpening,
} from './settings.ts';
import { dictionaryWords } from './words.ts';

/** The package's version and, behind the plus, that of our graph and thresholds. */
const VERSION = '0.6.3+5';
/** Silence put around the sound: words at the very edge are heard badly. */
const MARGIN_MS = 100;
const BASE_TIMEOUT_MS = 60_000;
/** A phrase or a passage; the search keeps its whole past in memory. */
const MOST_SECONDS = 300;
/** Callers who speak at once; more would only make all of them wait. */
const MOST_STREAMS = 200;
/** A core is left to those who answer. */
const LIVE_PROCESSES = Math.max(1, availableParallelism() - 1);

/** Recognises phrases and follows known texts, in English and French, without a key or a download. */
export function openSoundSwallower({
  processes,
  pronouncers,
}: {
  processes: number;
  pronouncers: readonly Pronouncer[];
}): SpeechRecognizer {
  const pool = openEnginePool<RecognizerRequest, RecognizerReply>({
    name: 'built-in recogniser',
    trade: 'recognition',
    entry: new URL('./recognizerChild.ts', import.meta.url),
    processes,
  });
  const live = openSessionProcesses<StreamOpening, HearingMessage, RecognitionEvent>({
    name: 'built-in recogniser',
    entry: new URL('./streamChild.ts', import.meta.url),
    processes: LIVE_PROCESSES,
  });
  const pronunciations = new LRUCache<string, readonly string[]>({ max: 5_000 });
  /** Words that need no pronouncing. */
  const dictionary = new LRUCache<string, true>({ max: 20_000 });

  async function pronounce(words: readonly string[], language: string, signal: AbortSignal) {
    const wanted = words.filter((word) => !pronunciations.has(`${language} ${word}`));
    const pronouncer = pronouncers.find((candidate) => candidate.language === language);
    if (!pronouncer || wanted.length === 0) return;
    const phones = await pronouncer.pronounce(wanted, signal);
    for (const [index, word] of wanted.entries())
      pronunciations.set(`${language} ${word}`, phones[index] ?? []);
  }

  /** Finds out how those words sound that the dictionary has not. Only they are asked for: each takes a moment. */
  async function learn(words: readonly string[], language: RecognizerLanguage, signal: AbortSignal) {
    const doubtful = [...new Set(words)].filter(
      (word) => !dictionary.has(`${language} ${word}`) && !pronunciations.has(`${language} ${word}`),
    );
    if (doubtful.length === 0) return;
    const reply = await pool.run(
      { language, samples: new Float32Array(0), task: { look: doubtful }, pronunciations: {} },
      { signal, timeoutMs: BASE_TIMEOUT_MS },
    );
    const strange = new Set('unknown' in reply ? reply.unknown : []);
    for (const word of doubtful) if (!strange.has(word)) dictionary.set(`${language} ${word}`, true);
    await pronounce([...strange], language, signal);
  }

  function known(words: readonly string[], language: string): Record<string, readonly string[]> {
    return Object.fromEntries(
      words.flatMap((word) => {
        const phones = pronunciations.get(`${language} ${word}`);
        return phones ? [[word, phones]] : [];
      }),
    );
  }

  /** Runs a task, first finding out how the words sound that the dictionary has not. */
  async function run(
    request: Omit<RecognizerRequest, 'pronunciations'>,
    words: readonly string[],
    signal: AbortSignal,
  ): Promise<Exclude<RecognizerReply, { unknown: string[] }> | { mute: string[] }> {
    const { language } = request;
    const timeoutMs = BASE_TIMEOUT_MS + (10 * request.samples.length) / (RECOGNIZER_RATE_HZ / 1000);
    const ask = () => pool.run({ ...request, pronunciations: known(words, language) }, { signal, timeoutMs });
    let reply = await ask();
    if ('unknown' in reply) {
      await pronounce(reply.unknown, language, signal);
      reply = await ask();
    }
    return 'unknown' in reply ? { mute: reply.unknown } : reply;
  }

  async function follow(
    samples: Float32Array,
    language: RecognizerLanguage,
    { expected = [], signal }: RecognitionRequest,
  ): Promise<Transcript> {
    let words = expected.flatMap((text, index) =>
      dictionaryWords(text, language).map((word) => ({ word, index })),
    );
    const request = { language, samples };
    const task = () => ({ follow: words.map(({ word }) => word) });
    let reply = await run({ ...request, task: task() }, task().follow, signal);
    const unknown = new Set<number>();
    if ('mute' in reply) {
      const { mute } = reply;
      for (const { word, index } of words) if (mute.includes(word)) unknown.add(index);
      words = words.filter(({ index }) => !unknown.has(index));
      reply = await run({ ...request, task: task() }, task().follow, signal);
      if ('mute' in reply) throw new Error('words that are not asked for cannot be unknown');
    }
    const { pieces, phones } = reply;
    // No path through the text: something else is said, or the voice is too unlike those the model knows.
    if (pieces.length === 0)
      return { text: '', words: [], confidence: 0, departures: null, unknown: [...unknown] };
    const heard = pieces.map(heardOf);
    const spoken = wordsOf(heard);
    const place = (at: number) => words[at]?.index ?? expected.length;
    const departures = departuresOf(
      gapsOf(
        words.map(({ word }) => ({ word, phones: phones[word] ?? [] })),
        heard,
      ),
    ).map((departure) => ({
      ...departure,
      from: place(departure.from),
      to: departure.to > departure.from ? place(departure.to - 1) + 1 : place(departure.from),
    }));
    return {
      text: spoken.map(({ text }) => text).join(' '),
      words: spoken,
      confidence: words.length === 0 ? 0 : spoken.length / words.length,
      departures,
      unknown: [...unknown],
    };
  }

  async function choose(
    samples: Float32Array,
    language: RecognizerLanguage,
    grammar: SpokenGrammar,
    signal: AbortSignal,
  ): Promise<Transcript> {
    const reply = await run({ language, samples, task: grammar }, grammar.words, signal);
    if ('mute' in reply)
      throw new ProblemError(
        'unsupported-parameter',
        `The built-in recogniser does not know how “${reply.mute[0]}” sounds.`,
      );
    const { pieces, confidence } = reply;
    const words = wordsOf(pieces.map(heardOf));
    return confidence === 0
      ? { text: '', words: [], confidence }
      : { text: words.map(({ text }) => text).join(' '), words, confidence };
  }

  async function openStream(request: StreamRequest) {
    const language = languageOf(request.language ?? 'en');
    const grammar = grammarOf(request, language);
    if (!grammar) throw noDictation();
    await learn(grammar.words, language, request.signal);
    const opening = { language, grammar, pronunciations: known(grammar.words, language) };
    return sessionStream(live, opening, { name: 'built-in recogniser', request });
  }

  return {
    id: 'soundswallower',
    name: 'Built-in recogniser',
    version: VERSION,
    languages: ['en', 'fr'],
    kind: 'builtin',
    concurrency: 2 * processes,
    streams: MOST_STREAMS,
    abilities: {
      dictation: false,
      grammar: true,
      follow: true,
      streaming: true,
      wordTimes: true,
      languageId: false,
    },
    limits: { seconds: MOST_SECONDS, bytes: 2 * RECOGNIZER_RATE_HZ * MOST_SECONDS },
    async transcribe(samples, sampleRateHz, request) {
      const language = languageOf(request.language ?? 'en');
      const framed = withMargins(resample(samples, sampleRateHz, RECOGNIZER_RATE_HZ));
      const grammar = grammarOf(request, language);
      if (!request.expected && !grammar) throw noDictation();
      const transcript =
        grammar && !request.expected
          ? await choose(framed, language, grammar, request.signal)
          : await follow(framed, language, request);
      return withoutMargins(transcript, (samples.length * 1000) / sampleRateHz);
    },
    stream: (request) => laterStream((signal) => openStream({ ...request, signal }), request.signal),
    async close() {
      await pool.close();
      await live.close();
      await Promise.all(pronouncers.map((pronouncer) => pronouncer.close()));
    },
  };
}

/** What may be said, by rules or by phrases; null: nothing is said of it. */
function grammarOf(
  { grammar, phrases }: RecognitionTask,
  language: RecognizerLanguage,
): SpokenGrammar | null {
  const rules = grammar ?? (phrases && phraseRules(phrases, language));
  return rules?.said ? ruleGrammar(rules, language, grammar !== undefined) : null;
}

function noDictation(): ProblemError {
  return new ProblemError(
    'unsupported-parameter',
    'The built-in recogniser cannot take dictation. Give it phrases or the text, or set up another one.',
  );
}

function languageOf(tag: string): RecognizerLanguage {
  const language = tag.split('-')[0]!.toLowerCase();
  if (language === 'en' || language === 'fr') return language;
  throw new ProblemError(
    'unsupported-parameter',
    'The built-in recogniser knows English and French. Set up another one for other languages.',
  );
}

function heardOf({ name, startMs, endMs, score }: RecognizedPiece): Heard {
  const phone = phoneOf(name);
  return { word: phone ? null : name, phone: phone ?? '', startMs, endMs, score };
}

function withMargins(samples: Float32Array): Float32Array {
  const margin = (MARGIN_MS * RECOGNIZER_RATE_HZ) / 1000;
  const framed = new Float32Array(samples.length + 2 * margin);
  framed.set(samples, margin);
  return framed;
}

/** Times as they are in the sound that was given. */
function withoutMargins(transcript: Transcript, lengthMs: number): Transcript {
  const moved = <Timed extends { startMs: number; endMs: number }>(timed: Timed): Timed => ({
    ...timed,
    startMs: Math.min(lengthMs, Math.max(0, timed.startMs - MARGIN_MS)),
    endMs: Math.min(lengthMs, Math.max(0, timed.endMs - MARGIN_MS)),
  });
  const { words, departures } = transcript;
  return { ...transcript, words: words.map(moved), ...(departures && { departures: departures.map(moved) }) };
}
