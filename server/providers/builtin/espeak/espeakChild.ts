import type { EmphasisLevel } from '../../../../shared/speech/parameters.ts';
import { shiftPitch } from '../../../audio/shiftPitch.ts';
import { stretch } from '../../../audio/stretch.ts';
import { tilt } from '../../../audio/tilt.ts';
import { emphasise, type Span } from '../../../speech/plan/emphasise.ts';
import { soundOnly } from '../../../speech/plan/soundOnly.ts';
import type { SpokenUtterance } from '../../../speech/plan/speakPlan.ts';
import { serveRequests } from '../../../speech/processes/engineChild.ts';
import { type Espeak, type EspeakEvent, openEspeakModule } from './espeakModule.ts';
import { pitchFor, rangeFor, rateFor } from './settings.ts';
import { ESPEAK_RATE_HZ } from './voices.ts';

export interface EspeakRequest {
  voice: string;
  /** Factor on the length. */
  length: number;
  pitch: number;
  liveliness: number;
  brightnessDb: number;
  final: boolean;
  tokens: { spoken: string; emphasis: EmphasisLevel | undefined }[];
}

let engine: Promise<Espeak> | undefined;

serveRequests<EspeakRequest, SpokenUtterance>(speak);

async function speak(request: EspeakRequest): Promise<SpokenUtterance> {
  engine ??= openEspeakModule();
  const rate = rateFor(request.length);
  const pitch = pitchFor(request.pitch);
  const { text, starts } = textOf(request);
  const { chunks, events } = await engine
    .then((espeak) =>
      espeak.speak(text, {
        voice: request.voice,
        wordsPerMinute: rate.wordsPerMinute,
        pitch: pitch.setting,
        range: rangeFor(request.liveliness),
      }),
    )
    .catch((error: unknown) => {
      // One that broke off in the middle of a text may be in any state, also outside its memory.
      engine = undefined;
      throw error;
    });
  const sound = soundOnly(joined(chunks), ESPEAK_RATE_HZ);
  const length = (sound.samples.length * 1000) / ESPEAK_RATE_HZ;
  const within = (ms: number) => Math.min(length, Math.max(0, ms - sound.removedMs)) * rate.stretch;
  const spans: Span[] = spansOf(events, starts).map(
    (span) => span && { startMs: within(span.startMs), endMs: within(span.endMs) },
  );
  const timed = stretch(
    shiftPitch(sound.samples, ESPEAK_RATE_HZ, pitch.semitonesLeft),
    ESPEAK_RATE_HZ,
    rate.stretch,
  );
  const stressed = emphasise(
    tilt(timed, ESPEAK_RATE_HZ, request.brightnessDb),
    ESPEAK_RATE_HZ,
    spans,
    request.tokens.map((token) => token.emphasis),
  );
  return { ...stressed, sampleRateHz: ESPEAK_RATE_HZ };
}

/** The text as the engine reads it, and where each token begins in it, in characters. */
function textOf({ tokens, final }: EspeakRequest): { text: string; starts: number[] } {
  let text = '';
  let characters = 0;
  const starts: number[] = [];
  for (const { spoken } of tokens) {
    starts.push(characters);
    const escaped = `${unmarked(spoken)} `;
    text += escaped;
    characters += [...escaped].length;
  }
  return { text: final ? text : `${text.trimEnd()},`, starts };
}

/** The engine reads markup: nothing of the text may be taken for it, nor for its own phoneme brackets. */
function unmarked(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('[[', '[ [');
}

function joined(chunks: readonly Int16Array[]): Float32Array {
  const samples = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) samples[at + i] = chunk[i]! / 32768;
    at += chunk.length;
  }
  return samples;
}

/** A token sounds from its first word event to the pause, or the next token, behind its last sound. */
function spansOf(events: readonly EspeakEvent[], starts: readonly number[]): Span[] {
  const spans: Span[] = starts.map(() => null);
  let current: number | undefined;
  const endAt = (ms: number) => {
    const span = current === undefined ? null : spans[current];
    if (span) span.endMs = Math.max(span.startMs, ms);
  };
  let sounding = false;
  for (const event of events) {
    if (event.type === 'word') {
      const token = starts.findLastIndex((start) => start <= event.text_position - 1);
      if (token === current || token < 0) continue;
      if (sounding) endAt(event.audio_position);
      if (current !== undefined && token < current) continue;
      current = token;
      spans[token] ??= { startMs: event.audio_position, endMs: event.audio_position };
      sounding = true;
    } else if (event.type === 'phoneme') {
      if (event.id !== '') sounding = true;
      else if (sounding && lasts(spans, current, event.audio_position)) {
        endAt(event.audio_position);
        sounding = false;
      }
    } else if (event.type === 'end') {
      if (sounding) endAt(event.audio_position);
      sounding = false;
    }
  }
  return spans;
}

/** An empty phoneme at the very beginning of a word is no pause. */
function lasts(spans: readonly Span[], current: number | undefined, ms: number): boolean {
  const span = current === undefined ? null : spans[current];
  return span !== null && span !== undefined && ms > span.startMs;
}
