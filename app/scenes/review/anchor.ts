import type { z } from 'zod';
import type { SpokenWord } from '../../../shared/api/studio.ts';
import { formatDuration } from '../../format/duration.ts';

/** What a comment is about: a stretch of the sound or one of its words. */
export type Anchor = { kind: 'range'; startMs: number; endMs: number } | { kind: 'word'; word: number };
export type Word = z.infer<typeof SpokenWord>;

/** The anchor as people read it. */
export function anchorWords(anchor: Anchor, words: readonly Word[]): string {
  if (anchor.kind === 'word') return `“${words[anchor.word]?.text ?? `word ${anchor.word + 1}`}”`;
  return `${formatDuration(anchor.startMs)} – ${formatDuration(anchor.endMs)}`;
}
