import type { Intent } from '../../../../../shared/dialogue/intents.ts';

/** Patterns by intent: `(a|b)` is one of several, `[a|b]` one of several or nothing. */
export type Examples = Partial<Record<Intent, readonly string[]>>;

/** How many utterances one pattern is good for at most. */
const MOST = 10;

/**
 * Utterances of a pattern, without repetition: all of them where there are few, else an even choice of them, so
 * that each alternative is among them. The same pattern gives the same utterances.
 */
export function expand(pattern: string): string[] {
  const parts = pattern
    .split(/(\([^)]*\)|\[[^\]]*\])/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('(')
        ? part.slice(1, -1).split('|')
        : part.startsWith('[')
          ? ['', ...part.slice(1, -1).split('|')]
          : [part],
    );
  const total = parts.reduce((product, choices) => product * choices.length, 1);
  const wanted = Math.min(total, Math.max(MOST, ...parts.map((choices) => choices.length)));
  const utterances = new Set<string>();
  for (let at = 0; at < wanted; at += 1) {
    let index = total <= wanted ? at : -1;
    const words = parts.map((choices, place) => {
      // Evenly spread where not all fit: every place walks through its choices at a pace of its own.
      const choice =
        index < 0
          ? (at * (place + 1) + Math.floor(at / choices.length)) % choices.length
          : index % choices.length;
      if (index >= 0) index = Math.floor(index / choices.length);
      return choices[choice]!;
    });
    utterances.add(words.join('').replace(/\s+/g, ' ').trim());
  }
  return [...utterances];
}
