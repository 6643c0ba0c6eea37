import type { RawSpeech } from './contract.ts';

/** Puts the pieces of a stream, all at one rate, one behind the other. A single one is returned as it is. */
export function joinSpeech(pieces: readonly RawSpeech[]): RawSpeech {
  if (pieces.length === 1 && pieces[0]) return pieces[0];
  const sampleRateHz = pieces[0]?.sampleRateHz ?? 0;
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.samples.length, 0));
  const words: RawSpeech['words'] = [];
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece.samples, at);
    const offsetMs = (at * 1000) / sampleRateHz;
    for (const word of piece.words) {
      words.push({ ...word, startMs: offsetMs + word.startMs, endMs: offsetMs + word.endMs });
    }
    at += piece.samples.length;
  }
  return { samples, sampleRateHz, words };
}
