import type { Ear } from '../hearing/ear.ts';
import { plainWords, type Words } from './words.ts';

/** What arrived on a line in virtual time: its words themselves. */
export function wordEar(words: Words): Ear {
  const heardIn = (sound: Uint8Array) => words.understand(sound).flatMap(({ text }) => plainWords(text));
  return {
    async understand(sound, sentences) {
      const heard = heardIn(sound);
      const plain = sentences.map(plainWords);
      const ending = plain.filter((wanted) => startOf(heard.slice(-wanted.length), wanted) === 0);
      const longest = ending.toSorted((one, other) => other.length - one.length)[0];
      return longest ? plain.indexOf(longest) : null;
    },
    async hears(sound, text) {
      return startOf(heardIn(sound), plainWords(text)) >= 0;
    },
  };
}

/** Where one row of words stands in another; −1: nowhere. */
function startOf(words: readonly string[], wanted: readonly string[]): number {
  return words.findIndex((_, at) => wanted.every((word, index) => words[at + index] === word));
}
