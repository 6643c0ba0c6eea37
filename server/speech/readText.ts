import { UNSPEAKABLE } from '../../shared/api/common.ts';
import type { SpeechDocument } from '../../shared/markup/document.ts';
import { MarkupError } from '../../shared/markup/markupError.ts';
import { plainText } from '../../shared/markup/measure.ts';
import { parseMarkup } from '../../shared/markup/parse.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../shared/speech/parameters.ts';
import { ProblemError } from '../problem.ts';

/**
 * Checks an authored text and reads its markup. Throws ProblemError `text-too-long`, `invalid-characters`,
 * `empty-text` (also for markup, punctuation or emoji alone) or `invalid-markup`.
 */
export function readText(text: string, language: string): SpeechDocument {
  const length = text.trim().length;
  if (length === 0) throw new ProblemError('empty-text', 'Write something to be spoken.');
  if (length > MAX_SCRIPT_CHARACTERS) {
    throw new ProblemError(
      'text-too-long',
      `The text has ${length} characters; at most ${MAX_SCRIPT_CHARACTERS} can be spoken at once. Split it.`,
    );
  }
  const unspeakable = UNSPEAKABLE.exec(text);
  if (unspeakable) {
    const code = text.charCodeAt(unspeakable.index).toString(16).toUpperCase().padStart(4, '0');
    throw new ProblemError(
      'invalid-characters',
      `Character ${unspeakable.index + 1} (U+${code}) is a control character or half of a pair. Remove it.`,
    );
  }
  let document: SpeechDocument;
  try {
    document = parseMarkup(text, language);
  } catch (error) {
    if (error instanceof MarkupError) throw new ProblemError('invalid-markup', error.describe(text));
    throw error;
  }
  if (!/[\p{L}\p{N}]/u.test(plainText(document))) {
    throw new ProblemError('empty-text', 'There are no words in the text. Write something to be spoken.');
  }
  return document;
}
