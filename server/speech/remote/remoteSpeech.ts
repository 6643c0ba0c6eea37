import { silence } from '../../audio/join.ts';
import { ProblemError } from '../../problem.ts';
import type { RawSpeech, SynthesisRequest } from '../contract.ts';
import type { Span } from '../plan/emphasise.ts';
import { mannerOf } from '../plan/manner.ts';
import type { Token } from '../plan/plan.ts';
import { sayAsIn, sayAsOf } from '../plan/sayAsIn.ts';
import { inOrder } from './ahead.ts';
import { type Batch, batchesOf, plainTextOf, type TextLimit } from './batches.ts';
import { nonsense } from './failures.ts';
import type { Heard } from './heard.ts';
import { shapePhrases } from './shapePhrases.ts';
import type { Shaper } from './shaper.ts';

/** One request to an engine. */
export interface RemoteUtterance extends Batch {
  request: SynthesisRequest;
  /** Factor on the rate, within the engine's range; 1 for an engine without. */
  speed: number;
  /** Semitones, within the engine's range; 0 for an engine without. */
  pitch: number;
  /** Plain text around it, for engines that go by it. */
  textBefore: string;
  textAfter: string;
}

/** How a voice's engine is asked; what it does not do itself is done to its sound. */
export interface RemoteManner {
  limit: TextLimit;
  /** The range of speeds that it speaks well itself. */
  speed?: { min: number; max: number };
  /** In semitones. */
  pitch?: { min: number; max: number };
  /** The engine is told the tone (or the emphasis) itself. */
  nativeTone?: boolean;
  nativeEmphasis?: boolean;
  /** The engine reads `say-as` itself; otherwise words are written for it. */
  nativeSayAs?: boolean;
  /** How tokens are written for it: plain text unless given. */
  render?(tokens: readonly Token[], final: boolean): string;
  /** Speaks one request. Leaving it early, or aborting, closes the connection. */
  say(utterance: RemoteUtterance, signal: AbortSignal): AsyncIterable<Heard>;
}

export interface RemoteTools {
  /** The engine's name, for messages. */
  engine: string;
  shaper: Shaper;
  /** How many requests run beside the one that is heard. */
  ahead: number;
}

/** So much of the text around an utterance is told with it. */
const CONTEXT_CHARACTERS = 300;

/** What a document becomes for an engine; throws what cannot be read, without asking the engine. */
export function planRemote(
  { document, parameters }: Omit<SynthesisRequest, 'signal'>,
  { limit, render, nativeSayAs, ...manner }: RemoteManner,
) {
  const asked = mannerOf({
    ...parameters,
    ...(manner.nativeTone ? { tone: 'neutral' as const } : {}),
    ...(manner.nativeEmphasis ? { emphasis: 'none' as const } : {}),
  });
  const speed = within(asked.speed, manner.speed, 1);
  const pitch = within(asked.pitch, manner.pitch, 0);
  return {
    ...batchesOf(document, parameters, asked.speed, {
      limit,
      render: render ?? plainTextOf,
      read: nativeSayAs ? (token) => token : (token) => inWords(token, document.language),
    }),
    native: { speed, pitch },
    shape: {
      length: Math.min(4, Math.max(0.25, speed / asked.speed)),
      pitch: Math.min(12, Math.max(-12, asked.pitch - pitch)),
      brightnessDb: asked.brightnessDb,
    },
  };
}

/**
 * Speaks a document with an engine over the network: a phrase at a time as it arrives, pauses and breaks cut to the
 * sample, what the engine does not do itself done to its sound. Throws what `say` throws, `synthesis-failed` when an
 * utterance makes no sound, or the signal's reason. Leaving early closes every connection.
 */
export async function* remoteSpeech(
  request: SynthesisRequest,
  manner: RemoteManner,
  { engine, shaper, ahead }: RemoteTools,
): AsyncGenerator<RawSpeech> {
  const { batches, pauseAfterMs, native, shape } = planRemote(request, manner);
  const rateHz = request.voice.sampleRateHz;
  const utterances = batches.map(
    (batch, index): RemoteUtterance => ({
      ...batch,
      ...native,
      request,
      textBefore: plainOf(batches.slice(Math.max(0, index - 2), index)).slice(-CONTEXT_CHARACTERS),
      textAfter: plainOf(batches.slice(index + 1, index + 3)).slice(0, CONTEXT_CHARACTERS),
    }),
  );
  let index = 0;
  for await (const pieces of inOrder(
    utterances.map((utterance) => (signal: AbortSignal) => manner.say(utterance, signal)),
    ahead,
    request.signal,
  )) {
    const { tokens, pauseBeforeMs } = batches[index++]!;
    const reachedChar = tokens[0]?.charStart ?? 0;
    let pause = silence(pauseBeforeMs, rateHz);
    let sounded = false;
    const stressed = manner.nativeEmphasis ? [] : tokens.map(({ emphasis }) => emphasis);
    for await (const phrase of shapePhrases(
      engine,
      pieces,
      shape,
      stressed,
      rateHz,
      shaper,
      request.signal,
    )) {
      const samples = new Float32Array(pause.length + phrase.samples.length);
      samples.set(phrase.samples, pause.length);
      const words = wordsOf(tokens, phrase.spans, (pause.length * 1000) / rateHz);
      yield { samples, sampleRateHz: rateHz, words, reachedChar };
      sounded ||= phrase.samples.length > 0;
      pause = silence(0, rateHz);
    }
    if (!sounded) throw nonsense(engine, 'made no sound of a part of the text');
  }
  if (pauseAfterMs > 0) yield { samples: silence(pauseAfterMs, rateHz), sampleRateHz: rateHz, words: [] };
}

function within(value: number, range: { min: number; max: number } | undefined, neutral: number): number {
  if (!range) return neutral;
  return Math.round(100 * Math.min(range.max, Math.max(range.min, value))) / 100;
}

function plainOf(batches: readonly Batch[]): string {
  return batches.map(({ tokens, final }) => plainTextOf(tokens, final)).join(' ');
}

function wordsOf(tokens: readonly Token[], spans: readonly Span[], offsetMs: number): RawSpeech['words'] {
  return tokens.flatMap(({ text, replaces = text, charStart, charEnd }, index) => {
    const span = spans[index];
    if (!span) return [];
    return [
      { text: replaces, startMs: offsetMs + span.startMs, endMs: offsetMs + span.endMs, charStart, charEnd },
    ];
  });
}

/** Words for `say-as`, in every way in English; in other languages figures and letters one by one. */
function inWords(token: Token, language: string): Token {
  if (!token.sayAs) return token;
  const { interpretAs, format } = token.sayAs;
  const words = sayAsIn(language, token.text, interpretAs, format);
  if (words === null) {
    throw new ProblemError(
      'unsupported-markup',
      sayAsOf(language).includes(interpretAs)
        ? `“${token.text.slice(0, 40)}” cannot be said as ${interpretAs}${format ? ` in the format ${format}` : ''}.`
        : `This voice says things as ${interpretAs} in English only. Write it out in words.`,
    );
  }
  const { sayAs: _sayAs, ...rest } = token;
  return { ...rest, text: words };
}
