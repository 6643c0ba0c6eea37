import { LRUCache } from 'lru-cache';
import type { Version } from '../../../shared/api/studio.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { type WordDiffPart, wordDiff } from '../../../shared/text/wordDiff.ts';

type ParameterChange = NonNullable<Version['changes']>['parameters'][number];

export interface WordCounts {
  wordsAdded: number;
  wordsRemoved: number;
}

// Revisions never change, so neither does the difference between two of them.
const counted = new LRUCache<string, WordCounts>({ max: 20_000 });
const pairKey = (fromId: string, toId: string) => `${fromId}:${toId}`;

/** The number of words between two revisions if it is known without their texts. */
export function knownWordCounts(fromId: string, toId: string): WordCounts | undefined {
  return fromId === toId ? { wordsAdded: 0, wordsRemoved: 0 } : counted.get(pairKey(fromId, toId));
}

/** Counts the words added and removed between two revisions, and remembers it. */
export function countWords(from: { id: string; text: string }, to: { id: string; text: string }): WordCounts {
  const words = (kind: WordDiffPart['kind'], parts: WordDiffPart[]) =>
    parts
      .filter((part) => part.kind === kind)
      .reduce(
        (sum, part) => sum + (part.text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0),
        0,
      );
  const parts = wordDiff(from.text, to.text);
  const counts = { wordsAdded: words('added', parts), wordsRemoved: words('removed', parts) };
  counted.set(pairKey(from.id, to.id), counts);
  return counts;
}

/** How the speaking differs: the voice under the name `voice`, then each parameter that is not the same. */
export function parameterChanges(
  from: { voice: string; parameters: SpeechParameters },
  to: { voice: string; parameters: SpeechParameters },
): ParameterChange[] {
  const names = [...new Set([...Object.keys(from.parameters), ...Object.keys(to.parameters)])].sort();
  const changes = names.map((name) => ({
    name,
    from: from.parameters[name as keyof SpeechParameters] ?? null,
    to: to.parameters[name as keyof SpeechParameters] ?? null,
  }));
  return [{ name: 'voice', from: from.voice, to: to.voice }, ...changes].filter(
    (change) => change.from !== change.to,
  );
}
