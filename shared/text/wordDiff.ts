import { diffWords } from 'diff';

/** A stretch of text that two texts share, or that only one of them has. */
export interface WordDiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** The diff's time grows with the square of this; texts that differ by more words are shown as replaced. */
const MAX_EDITS = 1000;

/** Word by word, in reading order. Texts that have little in common come as one removed and one added part. */
export function wordDiff(from: string, to: string): WordDiffPart[] {
  if (from === to) return from === '' ? [] : [{ kind: 'same', text: from }];
  const changes = diffWords(from, to, { maxEditLength: MAX_EDITS });
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
