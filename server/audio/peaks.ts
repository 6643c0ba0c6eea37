const MAX_SPANS = 800;

/** Largest absolute sample of each of at most 800 equal spans, 0–255 for silence to full scale: a waveform to draw. */
export function waveformPeaks(samples: Int16Array): Uint8Array {
  const spans = Math.min(MAX_SPANS, samples.length);
  const peaks = new Uint8Array(spans);
  for (let span = 0; span < spans; span++) {
    const end = Math.floor(((span + 1) * samples.length) / spans);
    let peak = 0;
    for (let i = Math.floor((span * samples.length) / spans); i < end; i++) {
      peak = Math.max(peak, Math.abs(samples[i]!));
    }
    peaks[span] = Math.round((peak * 255) / 32768);
  }
  return peaks;
}
