import type { EmphasisLevel } from '../../../shared/speech/parameters.ts';
import { resample } from '../../audio/resample.ts';
import { shiftPitch } from '../../audio/shiftPitch.ts';
import { stretch } from '../../audio/stretch.ts';
import { tilt } from '../../audio/tilt.ts';
import { emphasise, type Span } from '../plan/emphasise.ts';

/** What is done to the sound of an engine that does not do it itself. */
export interface Shape {
  /** Factor on the length, 0.25–4. */
  length: number;
  /** Semitones, −12–12. */
  pitch: number;
  brightnessDb: number;
}

export interface ShapeTask extends Shape {
  samples: Float32Array;
  fromHz: number;
  toHz: number;
  /** Words to be stressed, and when they are heard before anything is done. */
  stressed: { spans: readonly Span[]; levels: readonly (EmphasisLevel | undefined)[] } | null;
}

export interface Shaped {
  samples: Float32Array;
  /** When the words are heard afterwards; empty where none are stressed. */
  spans: Span[];
}

/** Computes for up to a twentieth of the sound’s length: run it through a Shaper. */
export function shape({ samples, fromHz, toHz, length, pitch, brightnessDb, stressed }: ShapeTask): Shaped {
  let out = fromHz === toHz ? samples : resample(samples, fromHz, toHz);
  if (length !== 1) out = stretch(out, toHz, length);
  if (pitch !== 0) out = shiftPitch(out, toHz, pitch);
  if (brightnessDb !== 0) out = tilt(out, toHz, brightnessDb);
  if (!stressed) return { samples: out, spans: [] };
  const spans = stressed.spans.map(
    (span) => span && { startMs: span.startMs * length, endMs: span.endMs * length },
  );
  return emphasise(out, toHz, spans, stressed.levels);
}
