import { type CallerSounds, PAUSE, Sounds } from '../callers/sounds.ts';
import { lineSound } from '../carrier/lineSound.ts';
import { Unusable } from '../unusable.ts';
import { spokenTime } from './spokenTime.ts';
import type { TimedWord, Words } from './words.ts';

/** What callers say in virtual time: the words of it, as long as they would take. */
export function wordSounds(words: Words): CallerSounds {
  const noises = new Sounds(() => Promise.reject(new Error('nothing is synthesised')));
  return {
    async said(text) {
      const timed: TimedWord[] = [];
      let atMs = 0;
      for (const [index, part] of text.split(PAUSE).entries()) {
        if (index % 2 === 1) atMs += Number(part);
        else {
          const spoken = spokenTime(part);
          for (const { text: word, startMs, endMs } of spoken.words)
            timed.push({ text: word, startMs: startMs + atMs, endMs: endMs + atMs });
          atMs += spoken.lengthMs;
        }
      }
      return lineSound(words.write(timed, atMs));
    },
    noise: (ms, levelDb) => noises.noise(ms, levelDb),
    file: async (name) => {
      throw new Unusable(`${name} is sound, and in virtual time there is none.`);
    },
  };
}
