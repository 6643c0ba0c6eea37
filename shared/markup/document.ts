import type { EmphasisLevel } from '../speech/vocabulary.ts';

/**
 * Portable markup, parsed: a flat list in speaking order. Characters point into the authored text.
 * The elements are SSML's `<break>`, `<emphasis>`, `<phoneme>`, `<say-as>`; a blank line is a paragraph.
 */
export type SpeechPart =
  | {
      kind: 'text';
      text: string;
      charStart: number;
      charEnd: number;
      emphasis?: EmphasisLevel;
      sayAs?: { interpretAs: string; format?: string };
      phoneme?: { alphabet: 'ipa' | 'x-sampa' | 'arpabet'; ph: string };
      /** By a dictionary: the authored words that are said as this part says, and are one word to whoever speaks. */
      replaces?: string;
    }
  | { kind: 'break'; durationMs: number; charStart: number; charEnd: number }
  | { kind: 'paragraph'; charStart: number; charEnd: number };

export interface SpeechDocument {
  parts: SpeechPart[];
  language: string;
}
