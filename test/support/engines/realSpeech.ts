import { floatToInt16, int16ToBytes } from '../../../server/audio/pcm16.ts';
import { resample } from '../../../server/audio/resample.ts';
import { writeWav } from '../../../server/audio/wav.ts';
import { openFlite } from '../../../server/providers/builtin/flite/fliteEngine.ts';
import type { RawSpeech } from '../../../server/speech/contract.ts';
import { readText } from '../../../server/speech/readText.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';

/** Real speech for engines' protocol servers to answer with: what the built-in English voice makes of a text. */
export interface RealSpeech {
  /** With silence of `padMs` at both ends, as engines leave it. */
  speak(text: string, rateHz: number, padMs?: number): Promise<RawSpeech>;
  pcm(text: string, rateHz: number): Promise<Buffer>;
  wav(text: string, rateHz: number): Promise<Buffer>;
  close(): Promise<void>;
}

export function openRealSpeech(): RealSpeech {
  const flite = openFlite({ processes: 1 });
  const spoken = new Map<string, Promise<RawSpeech>>();

  async function original(text: string): Promise<RawSpeech> {
    const voice = (await flite.voices()).find(({ id }) => id === 'flite:slt');
    if (!voice) throw new Error('The built-in voice is missing.');
    return flite.synthesize({
      document: readText(text.replace(/[<>&]/g, ' '), 'en-US'),
      voice,
      parameters: SpeechParameters.parse({}),
      signal: new AbortController().signal,
    });
  }

  async function speak(text: string, rateHz: number, padMs = 150): Promise<RawSpeech> {
    let known = spoken.get(text);
    if (!known) {
      known = original(text);
      spoken.set(text, known);
    }
    const { samples, sampleRateHz, words } = await known;
    const sound = resample(samples, sampleRateHz, rateHz);
    const pad = Math.round((padMs * rateHz) / 1000);
    const padded = new Float32Array(sound.length + 2 * pad);
    padded.set(sound, pad);
    return {
      samples: padded,
      sampleRateHz: rateHz,
      words: words.map((word) => ({ ...word, startMs: word.startMs + padMs, endMs: word.endMs + padMs })),
    };
  }

  return {
    speak,
    pcm: async (text, rateHz) => Buffer.from(int16ToBytes(floatToInt16((await speak(text, rateHz)).samples))),
    wav: async (text, rateHz) =>
      Buffer.from(writeWav(floatToInt16((await speak(text, rateHz)).samples), rateHz)),
    close: () => flite.close(),
  };
}

/** Cut into pieces of uneven, also odd, lengths, as a network does. */
export function unevenPieces(bytes: Buffer, about = 4001): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, size = about; at < bytes.length; at += size, size = (size * 7 + 13) % (2 * about) || 1)
    pieces.push(bytes.subarray(at, at + size));
  return pieces;
}
