import { powerSpectra } from './spectrum.ts';

const WINDOW_MS = 32;
const LOWEST_HZ = 120;
const HIGHEST_HZ = 6_500;
const BANDS = 26;

/**
 * Mel-frequency cepstral coefficients 1 to `count` of frames that begin every `hopMs`: the shape of the spectrum
 * without its level (Davis & Mermelstein, IEEE Trans. ASSP 28(4), 1980). The rate must be at least 13 kHz.
 */
export function cepstra(
  samples: Float32Array,
  rateHz: number,
  { count, hopMs }: { count: number; hopMs: number },
): Float64Array[] {
  const length = 2 ** Math.round(Math.log2((WINDOW_MS * rateHz) / 1000));
  const hop = Math.round((hopMs * rateHz) / 1000);
  const spectrumOf = powerSpectra(length);
  const bands = melBands(length, rateHz);
  const cosines = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: BANDS }, (_, band) => Math.cos((Math.PI * (k + 1) * (band + 0.5)) / BANDS)),
  );
  const frames: Float64Array[] = [];
  for (let start = 0; start + length <= samples.length; start += hop) {
    const spectrum = spectrumOf(samples.subarray(start, start + length));
    const levels = bands.map(({ from, weights }) => {
      let sum = 1e-9;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * spectrum[from + i]!;
      return Math.log(sum);
    });
    frames.push(
      Float64Array.from(cosines, (row) => row.reduce((sum, cosine, band) => sum + cosine * levels[band]!, 0)),
    );
  }
  return frames;
}

/** Triangles of equal width on the mel scale, each reaching to the middle of its neighbours. */
function melBands(length: number, rateHz: number): { from: number; weights: Float64Array }[] {
  const mel = (hz: number) => 2595 * Math.log10(1 + hz / 700);
  const hz = (mels: number) => 700 * (10 ** (mels / 2595) - 1);
  const [low, high] = [mel(LOWEST_HZ), mel(HIGHEST_HZ)];
  const edge = (index: number) => (hz(low + ((high - low) * index) / (BANDS + 1)) * length) / rateHz;
  return Array.from({ length: BANDS }, (_, band) => {
    const [left, middle, right] = [edge(band), edge(band + 1), edge(band + 2)];
    const from = Math.ceil(left);
    const weights = Float64Array.from({ length: Math.max(1, Math.floor(right) - from + 1) }, (_, i) => {
      const bin = from + i;
      return Math.max(0, bin <= middle ? (bin - left) / (middle - left) : (right - bin) / (right - middle));
    });
    return { from, weights };
  });
}
