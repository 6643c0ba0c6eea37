import { diffSentences, diffWords } from 'diff';

/** A stretch of text that two texts share, or that only one of them has. */
export interface WordDiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** The diff's time grows with the square of this: about 10 ms. */
const MAX_EDITS = 400;

/**
 * Word by word, in reading order; where more words differ than can be told soon, sentence by sentence. Texts
 * that have little in common come as one removed and one added part.
 */
export function wordDiff(from: string, to: string): WordDiffPart[] {
  if (from === to) return from === '' ? [] : [{ kind: 'same', text: from }];
  const bounded = { maxEditLength: MAX_EDITS };
  const changes = diffWords(from, to, bounded) ?? diffSentences(from, to, bounded);
  if (!changes)
    return [
      { kind: 'removed', text: from },
      { kind: 'added', text: to },
    ];
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}
