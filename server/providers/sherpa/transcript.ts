import type { HeardWord } from '../../speech/recognition/contract.ts';
import type { RecognizedResult } from './recognizerLibrary.ts';

/** A word cannot be told to end; it lasts until the next begins, and no longer than this. */
const MOST_WORD_MS = 600;

/** Words of the tokens of a result: one begins where a token begins with a space, or is of a script without spaces. */
export function wordsOf(
  { tokens, timestamps, ys_log_probs, ys_probs }: RecognizedResult,
  endMs: number,
): HeardWord[] {
  if (timestamps.length !== tokens.length || tokens.length === 0) return [];
  const logs = [ys_log_probs, ys_probs].find((list) => list?.length === tokens.length);
  const words: (HeardWord & { tokens: number })[] = [];
  for (const [index, token] of tokens.entries()) {
    const text = token.replace(/▁/g, ' ');
    const startMs = Math.round(1000 * timestamps[index]!);
    const sure = logs ? Math.min(1, Math.exp(logs[index]!)) : null;
    const word = words.at(-1);
    if (!word || text.startsWith(' ') || UNSPACED.test(text))
      words.push({ text: text.trim(), startMs, endMs: startMs, confidence: sure, tokens: 1 });
    else {
      word.text += text;
      word.confidence =
        sure === null || word.confidence === null
          ? null
          : (word.confidence * word.tokens + sure) / (word.tokens + 1);
      word.tokens++;
    }
  }
  return words
    .filter(({ text }) => text !== '')
    .map(({ tokens: _tokens, ...word }, index, all) => ({
      ...word,
      endMs: Math.min(all[index + 1]?.startMs ?? endMs, word.startMs + MOST_WORD_MS),
    }));
}

const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

export function meanConfidence(words: readonly HeardWord[]): number | null {
  const known = words.flatMap(({ confidence }) => confidence ?? []);
  return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length;
}
