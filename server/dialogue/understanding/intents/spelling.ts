/** Shorter words have too many neighbours. */
const LEAST_LETTERS = 5;

/**
 * Puts typing errors right: a word that is not known and is one letter away from exactly one word of the vocabulary (left
 * out, too many, wrong, or two swapped) becomes that one. Words of other matters are known and stay.
 */
export function speller(vocabulary: ReadonlySet<string>, isKnown: (word: string) => boolean) {
  const near = new Map<string, Set<string>>();
  for (const word of vocabulary)
    if (word.length >= LEAST_LETTERS && /^[a-z]+$/.test(word))
      for (const form of shortened(word)) near.set(form, (near.get(form) ?? new Set()).add(word));
  return (word: string): string => {
    if (word.length < LEAST_LETTERS - 1 || vocabulary.has(word) || isKnown(word) || !/^[a-z]+$/.test(word))
      return word;
    const candidates = new Set(shortened(word).flatMap((form) => [...(near.get(form) ?? [])]));
    return candidates.size === 1 ? [...candidates][0]! : word;
  };
}

/** The word itself and each way to leave out one letter; two words one edit apart share one of them. */
function shortened(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}
