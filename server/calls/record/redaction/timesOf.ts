import { type Token, tokensOf } from './tokens.ts';

/** A word, and when it was said, from the beginning of the sound it was looked for in. */
export interface TimedWord {
  text: string;
  startMs: number;
  endMs: number;
}

/** When each token was said, of words that were heard in order; null for those that were not (longest common subsequence). */
export function timesOf(tokens: readonly Token[], words: readonly TimedWord[]): (TimedWord | null)[] {
  const heard = words.flatMap((word) => tokensOf(word.text).map(({ word: plain }) => ({ ...word, plain })));
  const longest = Array.from({ length: tokens.length + 1 }, () => new Uint16Array(heard.length + 1));
  for (let i = tokens.length - 1; i >= 0; i--)
    for (let j = heard.length - 1; j >= 0; j--)
      longest[i]![j] =
        tokens[i]!.word === heard[j]!.plain
          ? longest[i + 1]![j + 1]! + 1
          : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  let j = 0;
  return tokens.map(({ word }, i) => {
    while (j < heard.length && word !== heard[j]!.plain && longest[i]![j] === longest[i]![j + 1]) j++;
    return heard[j]?.plain === word ? heard[j++]! : null;
  });
}
