import { race } from '../../engines/race.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechAccounts } from '../contract.ts';
import type { SpeechSpan, VoiceActivity } from '../voiceActivity.ts';
import type { Listener } from './candidates.ts';
import { type Chunk, chunksOf, MARGIN_MS } from './chunks.ts';
import {
  type HeardPart,
  type HeardRecording,
  primaryOf,
  type RecognitionFallback,
  type Recording,
  type SpeechRecognizer,
  type TranscribeRequest,
} from './contract.ts';
import { speechSpans } from './speechSpans.ts';
import { type Placed, transcribeChunk } from './transcribeChunk.ts';

export interface PartsOptions {
  /** Who may listen, in order; at least one. */
  listeners: readonly Listener[];
  detector: VoiceActivity;
  accounts: SpeechAccounts;
  /** Parts at most this long; absent: as much at once as the engine takes. */
  partMs?: number;
}

/** Below this nothing can be heard at all: −66 dBFS. */
const SILENCE = 16;
/** So much below the loudest moment there is no speech, but what is before and behind it. */
const QUIET = 0.01;
/** Languages written without spaces. */
const UNSPACED = new Set(['zh', 'yue', 'ja', 'th', 'lo', 'km', 'my']);

/** A recording, part by part; the whole is what the generator returns. Throws what engines throw. */
export async function* transcribeParts(
  recording: Recording,
  request: TranscribeRequest,
  { listeners, detector, accounts, partMs = Number.POSITIVE_INFINITY }: PartsOptions,
): AsyncGenerator<HeardPart, HeardRecording> {
  const { signal } = request;
  const { samples, durationMs } = recording;
  let order = [...listeners];
  let fallback: RecognitionFallback | null = null;
  let language = request.language;
  const heard: Placed[] = [];
  const loud = loudSpan(samples, durationMs);
  const first = order[0]!.desk.engine;
  const mostMs = Math.min(partMs, mostMsOf(first));
  const fits = loud !== null && loud.endMs - loud.startMs + 2 * MARGIN_MS <= mostMs;
  // A recogniser of phrases rejects what is none of them; whether anybody spoke is asked only when it does.
  const unseen = fits && request.phrases !== undefined && !first.abilities.dictation;
  // On a machine of one's own both listen at once; a maker who is paid is not asked to hear noise.
  const beside = fits && !unseen && first.kind !== 'cloud';
  const detected = loud === null || unseen ? null : speechSpans(detector, recording, signal);
  // Awaited below; until then a failure must not count as unhandled.
  detected?.catch(() => undefined);
  let spans = loud === null ? [] : unseen || beside ? [loud] : await detected!;
  const chunks = chunksOf(spans, samples, { mostMs, durationMs });
  for (const [index, chunk] of chunks.entries()) {
    const nobody = new AbortController();
    const raced = race(
      order,
      (listener, either) =>
        listenTo(listener, chunk, { ...request, ...(language ? { language } : {}), signal: either }),
      {
        signal: AbortSignal.any([signal, nobody.signal]),
        deadlineMs: index === 0 ? request.deadlineMs : undefined,
      },
    );
    if (beside) {
      raced.catch(() => undefined);
      spans = await detected!.catch((error: unknown) => {
        nobody.abort(error);
        throw error;
      });
      if (spans.length === 0) {
        nobody.abort(new Error('Nobody speaks.'));
        break;
      }
    }
    const { value, winner, why } = await raced;
    if (winner !== order[0]) {
      fallback ??= fallbackOf(order[0]!, why);
      order = [winner, ...order.filter((each) => each !== winner)];
    }
    // The language of a call or a dictation does not change with every pause.
    language ??= value.language;
    const before = joinTexts(heard, language);
    heard.push(value);
    const delta = joinTexts(heard, language).slice(before.length);
    yield { ...value, delta, progress: chunk.endMs / durationMs };
  }
  const text = joinTexts(heard, language);
  if (unseen && text === '') spans = await speechSpans(detector, recording, signal);
  const { engine } = order[0]!.desk;
  return {
    text,
    words: heard.flatMap(({ words }) => words),
    segments: heard.flatMap(({ segments }) => segments),
    confidence: meanConfidence(heard, chunks),
    language: language ?? (engine.languages.length === 1 ? engine.languages[0]! : null),
    durationMs,
    speechMs:
      unseen && text !== '' ? durationMs : spans.reduce((sum, span) => sum + span.endMs - span.startMs, 0),
    empty:
      text !== '' ? null : loud === null ? 'silence' : spans.length === 0 ? 'no-speech' : 'not-understood',
    engine: { id: engine.id, version: engine.version, name: engine.name },
    fallback,
  };

  /** A stand-in may take less at once than the engine for which the chunk was cut. */
  async function listenTo({ desk }: Listener, chunk: Chunk, asked: TranscribeRequest): Promise<Placed> {
    const smaller =
      chunk.endMs - chunk.startMs <= mostMsOf(desk.engine)
        ? [chunk]
        : chunksOf(chunk.spans, samples, { mostMs: mostMsOf(desk.engine), durationMs });
    const parts: Placed[] = [];
    for (const each of smaller) parts.push(await transcribeChunk(desk, recording, each, asked, accounts));
    const found = parts.find((part) => part.language)?.language;
    return {
      text: joinTexts(parts, asked.language ?? found),
      words: parts.flatMap(({ words }) => words),
      segments: parts.flatMap(({ segments }) => segments),
      confidence: meanConfidence(parts, smaller),
      ...(found ? { language: found } : {}),
    };
  }
}

/** From the first loud moment to the last; null where there is none. */
function loudSpan(samples: Int16Array, durationMs: number): SpeechSpan | null {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (peak <= SILENCE) return null;
  const isLoud = (sample: number) => Math.abs(sample) > Math.max(SILENCE, QUIET * peak);
  const ms = (index: number) => (index * durationMs) / samples.length;
  return { startMs: ms(samples.findIndex(isLoud)), endMs: ms(samples.findLastIndex(isLoud) + 1) };
}

const BYTES_PER_MS = 32;
const mostMsOf = ({ limits }: SpeechRecognizer) =>
  Math.min(limits.seconds * 1000, limits.bytes / BYTES_PER_MS);

function joinTexts(parts: readonly { text: string }[], language: string | undefined): string {
  const between = language && UNSPACED.has(primaryOf(language)) ? '' : ' ';
  return parts
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join(between);
}

/** By how long each part is; null where none is known. */
function meanConfidence(
  parts: readonly { confidence: number | null }[],
  chunks: readonly Chunk[],
): number | null {
  let sum = 0;
  let weights = 0;
  for (const [index, { confidence }] of parts.entries()) {
    const { startMs, endMs } = chunks[index]!;
    if (confidence === null) continue;
    sum += confidence * (endMs - startMs);
    weights += endMs - startMs;
  }
  return weights === 0 ? null : sum / weights;
}

function fallbackOf({ desk }: Listener, why: unknown): RecognitionFallback {
  const known = why instanceof ProblemError;
  return {
    engineId: desk.engine.id,
    code: known ? why.code : 'internal',
    reason: known ? why.message : `${desk.engine.name} could not listen.`,
  };
}
