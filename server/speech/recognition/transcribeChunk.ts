import { int16ToFloat } from '../../audio/pcm16.ts';
import type { Desk } from '../../engines/desk.ts';
import type { SpeechAccounts } from '../contract.ts';
import { type HeardFor, reserveListening } from './accounting.ts';
import type { Chunk } from './chunks.ts';
import {
  HEARING_RATE_HZ,
  type HeardSegment,
  type RecognitionRequest,
  type Recording,
  type SpeechRecognizer,
  type Transcript,
} from './contract.ts';

/** A transcript whose times are those of the recording. */
export type Placed = Transcript & { segments: HeardSegment[] };

/** One chunk given to one engine, in its accounts and at its desk. Throws what these throw. */
export async function transcribeChunk(
  desk: Desk<SpeechRecognizer>,
  { samples }: Recording,
  chunk: Chunk,
  request: RecognitionRequest & HeardFor,
  accounts: SpeechAccounts,
): Promise<Placed> {
  const { workspaceId, signal } = request;
  const at = (ms: number) => Math.round((ms * HEARING_RATE_HZ) / 1000);
  const sound = int16ToFloat(samples.subarray(at(chunk.startMs), at(chunk.endMs)));
  const seconds = sound.length / HEARING_RATE_HZ;
  const entry = await reserveListening(accounts, request, desk.engine, seconds, 'file');
  let asked = false;
  try {
    const transcript = await desk.ask((engine) => engine.transcribe(sound, HEARING_RATE_HZ, request), {
      workspaceId,
      signal,
      onAsked: () => {
        asked = true;
      },
    });
    entry.settle(seconds);
    return placed(transcript, chunk);
  } catch (error) {
    if (asked && signal.aborted) entry.lose();
    else entry.release();
    throw error;
  }
}

function placed(transcript: Transcript, { startMs, endMs, spans }: Chunk): Placed {
  const moved = <Timed extends { startMs: number; endMs: number }>(timed: Timed): Timed => ({
    ...timed,
    startMs: Math.min(endMs, timed.startMs + startMs),
    endMs: Math.min(endMs, timed.endMs + startMs),
  });
  const { text, confidence } = transcript;
  const whole: HeardSegment = {
    text,
    startMs: spans[0]?.startMs ?? startMs,
    endMs: spans.at(-1)?.endMs ?? endMs,
    confidence,
  };
  return {
    ...transcript,
    words: transcript.words.map(moved),
    segments: transcript.segments?.map(moved) ?? (text ? [whole] : []),
  };
}
