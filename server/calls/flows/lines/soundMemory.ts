import { LRUCache } from 'lru-cache';
import type { Instead } from '../../../../shared/calls/timeline.ts';

/** A line as the telephone carries it. */
export interface LineSound {
  /** µ-law at 8 kHz. */
  mulaw: Uint8Array;
  text: string;
  words: { text: string; startMs: number; endMs: number }[];
}

/** A text as it was spoken. */
export interface SpokenText extends LineSound {
  voice: { id: string; name: string };
  engineId: string;
  /** Another voice was asked for. */
  instead: Instead | null;
}

/** Sounds in memory, the ones that were heard lately; whoever asks meanwhile shares one making. */
export interface SoundMemory {
  get<Sound extends LineSound>(
    key: string,
    make: () => Promise<{ sound: Sound; keepMs?: number }>,
  ): Promise<Sound>;
}

export function soundMemory(maxBytes: number): SoundMemory {
  const sounds = new LRUCache<string, LineSound>({
    maxSize: maxBytes,
    sizeCalculation: ({ mulaw, text, words }, key) =>
      mulaw.length + 2 * (text.length + key.length) + 100 * words.length + 500,
  });
  const making = new Map<string, Promise<LineSound>>();
  return {
    async get<Sound extends LineSound>(key: string, make: () => Promise<{ sound: Sound; keepMs?: number }>) {
      const known = sounds.get(key) ?? making.get(key);
      // A key says everything of how its sound is made, so that it is always of this kind.
      if (known) return (await known) as Sound;
      const made = make().then(({ sound, keepMs }) => {
        sounds.set(key, sound, keepMs === undefined ? {} : { ttl: keepMs });
        return sound;
      });
      making.set(key, made);
      try {
        return await made;
      } finally {
        making.delete(key);
      }
    },
  };
}
