import { diffArrays } from 'diff';
import type { Departure, Transcript } from '../../speech/recognition/contract.ts';
import type { SpokenWord } from '../../speech/spokenWords.ts';

/** As two people may write the same word. */
function plain(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Where a dictation differs from the words that should be heard. */
export function dictated(words: readonly SpokenWord[], transcript: Transcript): Departure[] {
  const departures: Departure[] = [];
  const heard = transcript.words.filter(({ text }) => plain(text) !== '');
  let at = 0;
  let position = 0;
  let open: Departure | undefined;
  for (const { added, removed, value } of diffArrays(
    words.map(({ text }) => plain(text)),
    heard.map(({ text }) => plain(text)),
  )) {
    if (!added && !removed) {
      open = undefined;
      at += value.length;
      position += value.length;
      continue;
    }
    const borderMs = heard[position - 1]?.endMs ?? 0;
    if (!open) {
      open = { kind: removed ? 'missing' : 'extra', from: at, to: at, startMs: borderMs, endMs: borderMs };
      departures.push(open);
    } else open.kind = 'different';
    if (removed) {
      at += value.length;
      open.to = at;
    } else {
      open.startMs = heard[position]!.startMs;
      position += value.length;
      open.endMs = heard[position - 1]!.endMs;
    }
  }
  return departures;
}
