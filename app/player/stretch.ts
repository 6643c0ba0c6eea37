const FRAME_S = 0.04;
const TOLERANCE_S = 0.01;
const FRAMES_PER_SLICE = 200;

/** How well the overlap of a candidate continues what was written so far; every fourth sample is enough. */
function likeness(signal: Float32Array, natural: number, candidate: number, length: number): number {
  let dot = 0;
  let energy = 1e-9;
  for (let i = 0; i < length; i += 4) {
    const sample = signal[candidate + i] ?? 0;
    dot += sample * (signal[natural + i] ?? 0);
    energy += sample * sample;
  }
  return dot / Math.sqrt(energy);
}

function bestStart(signal: Float32Array, natural: number, ideal: number, overlap: number, tolerance: number) {
  let best = ideal;
  let bestLikeness = Number.NEGATIVE_INFINITY;
  const consider = (candidate: number) => {
    if (candidate < 0) return;
    const value = likeness(signal, natural, candidate, overlap);
    if (value > bestLikeness) {
      bestLikeness = value;
      best = candidate;
    }
  };
  for (let offset = -tolerance; offset <= tolerance; offset += 8) consider(ideal + offset);
  const coarse = best;
  for (let offset = -7; offset <= 7; offset++) consider(coarse + offset);
  return best;
}

/**
 * Plays sound faster or slower at the same pitch: waveform similarity overlap-add (Verhelst and Roelands,
 * 1993). Frames of 40 ms are moved by up to 10 ms to where they continue the sound best.
 *
 * @param channels samples of each channel, equally long
 * @param speed factor on the speaking rate, 0.25 to 4; the result is `1 / speed` as long
 * @param pause lets the page breathe between slices of work
 */
export async function stretch(
  channels: Float32Array[],
  rateHz: number,
  speed: number,
  pause: () => Promise<void>,
): Promise<Float32Array[]> {
  const lead = channels[0] ?? new Float32Array();
  const overlap = Math.round((FRAME_S * rateHz) / 2);
  const frame = 2 * overlap;
  const tolerance = Math.round(TOLERANCE_S * rateHz);
  const outputLength = Math.round(lead.length / speed);
  const outputs = channels.map(() => new Float32Array(outputLength));
  const window = Float32Array.from(
    { length: frame },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / frame),
  );

  let start = 0;
  for (let index = 0; index * overlap < outputLength; index++) {
    const at = index * overlap;
    if (index > 0) start = bestStart(lead, start + overlap, Math.round(at * speed), overlap, tolerance);
    outputs.forEach((output, channel) => {
      const input = channels[channel] ?? lead;
      const end = Math.min(frame, outputLength - at);
      for (let i = 0; i < end; i++) {
        // The first half frame has nothing to fade over from.
        const weight = index === 0 && i < overlap ? 1 : (window[i] ?? 0);
        output[at + i] = (output[at + i] ?? 0) + weight * (input[start + i] ?? 0);
      }
    });
    if (index % FRAMES_PER_SLICE === FRAMES_PER_SLICE - 1) await pause();
  }
  return outputs;
}
