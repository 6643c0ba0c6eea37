import { fetchAudio } from '../api/audio.ts';
import type { GrowingSound } from './growingSound.ts';
import { joinSounds } from './joinSounds.ts';
import { stretch } from './stretch.ts';
import type { Track } from './tracks.ts';

const KEPT_SOUNDS = 8;
const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Decoded sounds, and their faster and slower forms, kept while they are likely to be heard again. */
export class Sounds {
  readonly #decoded = new Map<string, Promise<AudioBuffer>>();
  readonly #pieces = new WeakMap<ArrayBuffer, Promise<AudioBuffer>>();

  constructor(private readonly context: BaseAudioContext) {}

  /**
   * The samples of a track at a speed, with the pitch kept; of one that grows, what there is of it. Rejects when it
   * cannot be read or decoded.
   */
  async at(track: Track, speed: number): Promise<AudioBuffer> {
    const { source } = track;
    const key = 'growing' in source ? `${track.key}, ${source.growing.pieces.length} pieces` : track.key;
    const plain = await this.#remember(key, () => this.#decode(track));
    if (speed === 1) return plain;
    return this.#remember(`${key} at ${speed}`, () => this.#stretch(plain, speed));
  }

  async #decode({ source }: Track): Promise<AudioBuffer> {
    if ('growing' in source) return this.#join(source.growing);
    // Decoding detaches the buffer it is given.
    const bytes = 'url' in source ? await fetchAudio(source.url) : source.bytes.slice(0);
    return this.context.decodeAudioData(bytes);
  }

  async #join({ pieces }: GrowingSound): Promise<AudioBuffer> {
    const decoded = pieces.map((piece) => {
      const sound = this.#pieces.get(piece) ?? this.context.decodeAudioData(piece.slice(0));
      this.#pieces.set(piece, sound);
      return sound;
    });
    return joinSounds(this.context, await Promise.all(decoded));
  }

  async #stretch(sound: AudioBuffer, speed: number): Promise<AudioBuffer> {
    const channels = Array.from({ length: sound.numberOfChannels }, (_, index) =>
      sound.getChannelData(index),
    );
    const stretched = await stretch(channels, sound.sampleRate, speed, nextTask);
    const result = this.context.createBuffer(
      stretched.length,
      Math.max(1, stretched[0]?.length ?? 1),
      sound.sampleRate,
    );
    stretched.forEach((samples, index) => {
      result.copyToChannel(samples as Float32Array<ArrayBuffer>, index);
    });
    return result;
  }

  #remember(key: string, make: () => Promise<AudioBuffer>): Promise<AudioBuffer> {
    const sound = this.#decoded.get(key) ?? make();
    this.#decoded.delete(key);
    this.#decoded.set(key, sound);
    sound.catch(() => this.#decoded.delete(key));
    for (const oldest of this.#decoded.keys()) {
      if (this.#decoded.size <= KEPT_SOUNDS) break;
      this.#decoded.delete(oldest);
    }
    return sound;
  }
}

const PEAKS = 600;

/** Length and waveforms of sounds that run in step. */
export const measures = (sounds: readonly AudioBuffer[]) => ({
  durationMs: Math.max(...sounds.map((sound) => sound.duration * 1000)),
  peaks: sounds.map(peaksOf),
});

/** The waveform of a sound: the largest absolute sample of any channel in each of 600 equal spans, 0 to 1. */
function peaksOf(sound: AudioBuffer): number[] {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index));
  const span = sound.length / PEAKS;
  return Array.from({ length: PEAKS }, (_, index) => {
    let peak = 0;
    for (const samples of channels)
      for (let i = Math.floor(index * span); i < (index + 1) * span; i++)
        peak = Math.max(peak, Math.abs(samples[i] ?? 0));
    return peak;
  });
}
