import { fromPlain } from '../../../shared/markup/fromPlain.ts';
import { UNSPEAKABLE } from '../../../shared/markup/unspeakable.ts';

const PICTURES = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200D|\uFE0F/gu;

/**
 * An agent's words as a text for an engine: what is only for the eye (marks of headings, lists and emphasis, pictures)
 * is left out, and nothing in them is markup. Null: there is nothing to be said.
 */
export function speakable(words: string): string | null {
  const plain = words
    .replaceAll(/\[([^\]]+)\]\((?:[^)\s]+)\)/g, '$1')
    .replaceAll(/^\s*(?:#{1,6}|[-*•>])\s+/gm, '')
    .replaceAll(/\*\*|__|`+|~~/g, '')
    .replaceAll(/(^|\s)[*_]([^*_\n]+)[*_](?=\W|$)/g, '$1$2')
    .replaceAll(PICTURES, '')
    .replaceAll(new RegExp(UNSPEAKABLE, 'gu'), ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /[\p{L}\p{N}]/u.test(plain) ? fromPlain(plain).markup : null;
}
