import { floatToInt16 } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { ProblemError } from '../../problem.ts';
import type {
  RecognitionRequest,
  RecognitionTask,
  RecognizerKind,
  SpeechRecognizer,
  Transcript,
} from '../../speech/recognition/contract.ts';
import { askEngine, readJson } from '../../speech/remote/askEngine.ts';
import { lookAt } from '../../speech/remote/lookAt.ts';
import { type Deepgram, NAME, translateDeepgram } from './account.ts';
import { FileAnswer, ms, wordsOf } from './answers.ts';
import { DEEPGRAM_LANGUAGES, deepgramLanguage } from './languages.ts';
import { openListenStream } from './listenStream.ts';

const MODEL = 'nova-3';
/** The model and, behind the plus, what we ask of it. */
const VERSION = `${MODEL}+1`;
/** What the smallest plan allows at once is more; several nodes share a key. */
const REQUESTS_AT_ONCE = 20;
/** Deepgram gives up on a request that takes it ten minutes; an hour takes it less than one. */
const MOST_SECONDS = 2 * 3600;
const MOST_BYTES = 2_000_000_000;
const MOST_KEYTERMS = 100;
const ANSWER_BYTES = 64 * 1024 * 1024;

/** Deepgram, with the installation's key or a workspace's own. */
export const DEEPGRAM: RecognizerKind = {
  id: 'deepgram',
  name: NAME,
  kind: 'cloud',
  hint: 'Set DEEPGRAM_API_KEY to a key of console.deepgram.com.',
  settings: [
    {
      name: 'apiKey',
      label: 'API key',
      variable: 'DEEPGRAM_API_KEY',
      secret: true,
      required: true,
      perWorkspace: true,
    },
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'DEEPGRAM_BASE_URL',
      secret: false,
      required: true,
      perWorkspace: false,
    },
  ],
  open: ({ apiKey, baseUrl }) => openDeepgram({ apiKey: apiKey ?? '', baseUrl: baseUrl ?? '' }),
};

export function openDeepgram(account: Deepgram): SpeechRecognizer {
  const { apiKey, baseUrl, patience } = account;
  const running = new Set<AbortController>();

  /** Its signal, until it is left. */
  function enter(signal: AbortSignal) {
    const own = new AbortController();
    running.add(own);
    return { signal: AbortSignal.any([signal, own.signal]), leave: () => void running.delete(own) };
  }

  async function transcribe(
    samples: Float32Array,
    sampleRateHz: number,
    request: RecognitionRequest,
  ): Promise<Transcript> {
    if (request.expected)
      throw new ProblemError('unsupported-parameter', 'Deepgram does not follow a given text.');
    const query = queryOf(request);
    query.set('utterances', 'true');
    if (!request.language) query.set('detect_language', 'true');
    const { signal, leave } = enter(request.signal);
    try {
      const answer = await askEngine({
        engine: NAME,
        trade: 'recognition',
        url: `${baseUrl}/v1/listen?${query}`,
        headers: { authorization: `Token ${apiKey}`, 'content-type': 'audio/wav' },
        body: writeWav(floatToInt16(samples), sampleRateHz),
        accepts: /json/,
        limits: {
          firstByteMs: 60_000 + (500 * samples.length) / sampleRateHz,
          totalMs: 120_000 + (500 * samples.length) / sampleRateHz,
          maxBytes: ANSWER_BYTES,
          ...patience,
        },
        translate: translateDeepgram,
        signal,
      });
      return transcriptOf(await readJson(NAME, answer, FileAnswer, 'recognition'));
    } finally {
      leave();
    }
  }

  return {
    id: 'deepgram',
    name: NAME,
    version: VERSION,
    kind: 'cloud',
    concurrency: REQUESTS_AT_ONCE,
    languages: DEEPGRAM_LANGUAGES,
    abilities: {
      dictation: true,
      grammar: false,
      follow: false,
      streaming: true,
      wordTimes: true,
      languageId: true,
    },
    limits: { seconds: MOST_SECONDS, bytes: MOST_BYTES },
    transcribe,
    look: (signal) =>
      lookAt({
        engine: NAME,
        url: `${baseUrl}/v1/auth/token`,
        headers: { authorization: `Token ${apiKey}` },
        trade: 'recognition',
        signal,
      }),
    stream(request) {
      const query = queryOf(request);
      if (!request.language) query.set('language', 'multi');
      const { signal, leave } = enter(request.signal);
      return openListenStream(account, query, { ...request, signal }, leave);
    },
    async close() {
      const why = new ProblemError('engine-unavailable', `${NAME} is shutting down. Try again in a moment.`);
      for (const controller of running) controller.abort(why);
    },
  };
}

function queryOf({ language, phrases = [] }: RecognitionTask): URLSearchParams {
  const query = new URLSearchParams({ model: MODEL, smart_format: 'true' });
  if (language) query.set('language', deepgramLanguage(language));
  for (const phrase of phrases.slice(0, MOST_KEYTERMS)) query.append('keyterm', phrase);
  return query;
}

function transcriptOf({ results }: ReturnType<typeof FileAnswer.parse>): Transcript {
  const { alternatives, detected_language: language, language_confidence: sure } = results.channels[0]!;
  const [best] = alternatives;
  return {
    text: best?.transcript.trim() ?? '',
    words: wordsOf(best?.words ?? []),
    confidence: best?.confidence ?? null,
    ...(results.utterances
      ? {
          segments: results.utterances.map(({ transcript, start, end, confidence }) => ({
            text: transcript,
            startMs: ms(start),
            endMs: ms(end),
            confidence: confidence ?? null,
          })),
        }
      : {}),
    ...(language ? { language } : {}),
    ...(sure === undefined || sure === null ? {} : { languageConfidence: sure }),
  };
}
