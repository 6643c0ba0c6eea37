import { diffArrays } from 'diff';
import type { Departure, Transcript } from '../../speech/recognition/contract.ts';
import type { SpokenWord } from '../../speech/spokenWords.ts';
import { plain, soundAlike } from './soundsAlike.ts';

/** A stretch where the two word lists differ, as indices into both. */
interface Stretch {
  from: number;
  to: number;
  heardFrom: number;
  heardTo: number;
}

/**
 * Where a dictation differs from the words that should be heard. Times are 0 throughout where the recogniser has no
 * times of words.
 */
export function dictated(
  words: readonly SpokenWord[],
  transcript: Transcript,
  language: string,
): Departure[] {
  const heard = heardWords(transcript);
  return stretches(
    words.map(({ text }) => plain(text)),
    heard.map(({ text }) => plain(text)),
  )
    .filter(
      ({ from, to, heardFrom, heardTo }) =>
        !soundAlike(
          words.slice(from, to).map(({ text }) => text),
          heard.slice(heardFrom, heardTo).map(({ text }) => text),
          language,
        ),
    )
    .map(({ from, to, heardFrom, heardTo }) => {
      const borderMs = heard[heardFrom - 1]?.endMs ?? 0;
      const said = heardTo > heardFrom;
      return {
        kind: from === to ? 'extra' : said ? 'different' : 'missing',
        from,
        to,
        startMs: said ? heard[heardFrom]!.startMs : borderMs,
        endMs: said ? heard[heardTo - 1]!.endMs : borderMs,
      };
    });
}

function heardWords({ words, text }: Transcript) {
  const heard =
    words.length > 0 ? words : text.split(/\s+/).map((word) => ({ text: word, startMs: 0, endMs: 0 }));
  return heard.filter((word) => plain(word.text) !== '');
}

function stretches(expected: string[], heard: string[]): Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  let position = 0;
  let open: Stretch | undefined;
  for (const { added, removed, value } of diffArrays(expected, heard)) {
    if (!added && !removed) {
      open = undefined;
      at += value.length;
      position += value.length;
      continue;
    }
    if (!open) {
      open = { from: at, to: at, heardFrom: position, heardTo: position };
      found.push(open);
    }
    if (removed) open.to = at += value.length;
    else open.heardTo = position += value.length;
  }
  return found;
}
