/** A word of a text, and where it stands. */
export interface Token {
  /** In lower case, apostrophes straight. */
  word: string;
  /** As it is written. */
  text: string;
  from: number;
  to: number;
}

/** The words of a text; marks between them are no tokens, and hyphens part words. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu)].map((match) => ({
    word: match[0].toLowerCase().replaceAll('’', "'"),
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** Whether a sentence ends between two neighbouring tokens. */
export const parted = (text: string, before: Token, after: Token): boolean =>
  /[.!?;]/.test(text.slice(before.to, after.from));
