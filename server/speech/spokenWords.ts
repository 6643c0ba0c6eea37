import type { SpeechDocument } from '../../shared/markup/document.ts';
import { sayAsEnglish } from './plan/sayAs.ts';

/** A word that should be heard. */
export interface SpokenWord {
  /** As a reader of the text says it: what `say-as` makes of it. */
  text: string;
  /** Where it stands in the authored text. */
  charStart: number;
  /** What it sounds like was written down by the author, in phonemes. */
  phoneme: boolean;
  /** Last of a sentence. */
  ends: boolean;
}

/** The words of a text in speaking order, without its punctuation. */
export function spokenWords(document: SpeechDocument): SpokenWord[] {
  const words: SpokenWord[] = [];
  for (const part of document.parts) {
    if (part.kind !== 'text') {
      const last = words.at(-1);
      if (last) last.ends = true;
      continue;
    }
    const { sayAs, phoneme, charStart } = part;
    const said = sayAs && sayAsEnglish(part.text, sayAs.interpretAs, sayAs.format);
    for (const { 0: text, index } of (said ?? part.text).matchAll(/\S+/g)) {
      if (!/[\p{L}\p{N}]/u.test(text)) continue;
      words.push({
        text,
        charStart: said ? charStart : charStart + index,
        phoneme: phoneme !== undefined,
        ends: /[.!?…:;]["'”’)]*$/.test(text),
      });
    }
  }
  return words;
}
