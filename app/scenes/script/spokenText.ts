import type { SpeechDocument } from '../../../shared/markup/document.ts';
import { MarkupError } from '../../../shared/markup/markupError.ts';
import { countCharacters } from '../../../shared/markup/measure.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/vocabulary.ts';

interface SpokenText {
  document: SpeechDocument | null;
  problem: string | null;
}

/** The text as it will be spoken, or in words what keeps it from being spoken. */
export function readText(text: string, language: string): SpokenText {
  const over = countCharacters(text) - MAX_SCRIPT_CHARACTERS;
  if (over > 0) return { document: null, problem: `The text is ${over} characters too long.` };
  try {
    return { document: parseMarkup(text, language), problem: null };
  } catch (error) {
    if (error instanceof MarkupError) return { document: null, problem: error.describe(text) };
    throw error;
  }
}

/** The selected text, or the first sentence: what a preview speaks. */
export function previewText(text: string, area: HTMLTextAreaElement | null): string {
  const selected = area ? text.slice(area.selectionStart, area.selectionEnd).trim() : '';
  return selected || (/^[\s\S]{20,}?[.!?](?=\s|$)/.exec(text.trim())?.[0] ?? text.trim());
}
