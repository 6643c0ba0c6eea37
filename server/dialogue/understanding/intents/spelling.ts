/** Shorter words have too many neighbours. */
const LEAST_LETTERS = 5;

/**
 * Puts typing errors right: a word that is not known and is one letter away from exactly one word of the vocabulary (left
 * out, too many, wrong, or two swapped) becomes that one. Words of other matters are known and stay.
 */
export class Speller {
  private readonly isKnown: (word: string) => boolean;
  private readonly vocabulary = new Set<string>();
  private readonly near = new Map<string, Set<string>>();

  constructor(isKnown: (word: string) => boolean) {
    this.isKnown = isKnown;
  }

  /** Adds words of the vocabulary. */
  add(words: readonly string[]): void {
    for (const word of words) {
      this.vocabulary.add(word);
      if (word.length >= LEAST_LETTERS && /^[a-z]+$/.test(word))
        for (const form of shortened(word)) this.near.set(form, (this.near.get(form) ?? new Set()).add(word));
    }
  }

  /** The word, put right where that is clear. */
  spell(word: string): string {
    if (
      word.length < LEAST_LETTERS - 1 ||
      this.vocabulary.has(word) ||
      this.isKnown(word) ||
      !/^[a-z]+$/.test(word)
    )
      return word;
    const candidates = new Set(shortened(word).flatMap((form) => [...(this.near.get(form) ?? [])]));
    return candidates.size === 1 ? [...candidates][0]! : word;
  }
}

/** The word itself and each way to leave out one letter; two words one edit apart share one of them. */
function shortened(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}
