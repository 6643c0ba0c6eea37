/** Zero samples; the length is rounded to the nearest sample. */
export function silence(durationMs: number, rateHz: number): Float32Array {
  return new Float32Array(Math.max(0, Math.round((durationMs * rateHz) / 1000)));
}

/** Long enough to hide a cut, too short to eat a consonant. */
const FADE_MS = 4;

/**
 * Puts pieces (speech, and `silence` for pauses) one behind the other. The length is exactly the sum of the
 * lengths, so timings of the pieces stay true; the edges of every piece between two others are faded in
 * place over 4 ms with the quarter sine of an equal-power fade, so that no join clicks. The very start and end stay as they are.
 */
export function concatenate(pieces: readonly Float32Array[], rateHz: number): Float32Array {
  const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  const fadeSamples = Math.round((FADE_MS * rateHz) / 1000);
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    joined.set(piece, at);
    const part = joined.subarray(at, at + piece.length);
    if (index > 0) fadeIn(part, fadeSamples);
    if (index < pieces.length - 1) fadeOut(part, fadeSamples);
    at += piece.length;
  }
  return joined;
}

/** Fades the first samples in, in place, by sin(πt/2); at most half of what is there. */
export function fadeIn(samples: Float32Array, fadeSamples: number): void {
  const length = Math.min(fadeSamples, samples.length >> 1);
  for (let i = 0; i < length; i++) samples[i]! *= Math.sin(((i + 0.5) / length) * (Math.PI / 2));
}

/** Fades the last samples out, in place, by cos(πt/2); at most half of what is there. */
export function fadeOut(samples: Float32Array, fadeSamples: number): void {
  const length = Math.min(fadeSamples, samples.length >> 1);
  for (let i = 0; i < length; i++) {
    samples[samples.length - 1 - i]! *= Math.sin(((i + 0.5) / length) * (Math.PI / 2));
  }
}
