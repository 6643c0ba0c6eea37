/** What is known of a voice's pitch. */
export interface Fundamental {
  /** Median over the voiced frames; null when none is voiced. */
  medianHz: number | null;
  /** Share of the frames that are voiced, 0–1. */
  voicedShare: number;
}

const LOWEST_HZ = 55;
const HIGHEST_HZ = 500;
/** YIN's "absolute threshold": the aperiodic share of power below which a frame counts as voiced. */
const THRESHOLD = 0.15;
/** Frames this far below the loudest one are pauses. */
const PAUSE_DB = 35;

/** Fundamental frequency of a voice between 55 and 500 Hz, over a whole sound. */
export function estimateF0(samples: Float32Array, rateHz: number): Fundamental {
  const track = pitchTrack(samples, rateHz);
  const pitches = track.filter((hz) => hz !== null).sort((a, b) => a - b);
  return {
    medianHz: pitches[pitches.length >> 1] ?? null,
    voicedShare: track.length === 0 ? 0 : pitches.length / track.length,
  };
}

/** Every how many milliseconds a pitch is looked for. */
export const PITCH_HOP_MS = 20;

/**
 * Fundamental frequency in Hz of frames that begin every PITCH_HOP_MS; null where there is none, or a pause.
 * YIN: de Cheveigné & Kawahara, J. Acoust. Soc. Am. 111(4), 2002, steps 1–5.
 */
export function pitchTrack(samples: Float32Array, rateHz: number): (number | null)[] {
  const longest = Math.ceil(rateHz / LOWEST_HZ);
  const shortest = Math.max(2, Math.floor(rateHz / HIGHEST_HZ));
  const hop = Math.round((PITCH_HOP_MS * rateHz) / 1000);
  const energies: number[] = [];
  const starts: number[] = [];
  for (let start = 0; start + 2 * longest + 1 <= samples.length; start += hop) {
    let energy = 0;
    for (let i = start; i < start + longest; i++) energy += samples[i]! * samples[i]!;
    energies.push(energy);
    starts.push(start);
  }
  const floor = energies.reduce((most, energy) => Math.max(most, energy), 0) * 10 ** (-PAUSE_DB / 10);
  return starts.map((start, index) =>
    energies[index]! > floor ? pitchAt(samples, start, rateHz, shortest, longest) : null,
  );
}

/** Pitch of one frame, or null when it is not periodic. */
function pitchAt(
  samples: Float32Array,
  start: number,
  rateHz: number,
  shortest: number,
  longest: number,
): number | null {
  const normalised = new Float64Array(longest + 1).fill(1);
  let running = 0;
  for (let lag = 1; lag <= longest; lag++) {
    let difference = 0;
    for (let i = start; i < start + longest; i++) {
      const delta = samples[i]! - samples[i + lag]!;
      difference += delta * delta;
    }
    running += difference;
    normalised[lag] = running === 0 ? 1 : (difference * lag) / running;
  }
  for (let lag = shortest; lag < longest; lag++) {
    if (normalised[lag]! >= THRESHOLD) continue;
    while (lag + 1 < longest && normalised[lag + 1]! < normalised[lag]!) lag++;
    return rateHz / (lag + vertex(normalised[lag - 1]!, normalised[lag]!, normalised[lag + 1]!));
  }
  return null;
}

/** Where between −½ and ½ a parabola through three neighbours has its minimum. */
function vertex(left: number, middle: number, right: number): number {
  const curve = left - 2 * middle + right;
  return curve <= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curve)));
}
