/** A piece of authored text as the editor shows it: words, or one tag drawn as a chip. */
export interface MarkupToken {
  kind: 'words' | 'tag';
  text: string;
  start: number;
}

const TAG = /<\/?[a-z][a-z-]*(?:\s[^<>]*)?\/?>/gi;

/** Splits authored text into words and tags; anything that merely looks odd stays words. */
export function markupTokens(text: string): MarkupToken[] {
  const tokens: MarkupToken[] = [];
  let end = 0;
  for (const match of text.matchAll(TAG)) {
    if (match.index > end) tokens.push({ kind: 'words', text: text.slice(end, match.index), start: end });
    tokens.push({ kind: 'tag', text: match[0], start: match.index });
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ kind: 'words', text: text.slice(end), start: end });
  return tokens;
}

/** One thing the slash menu inserts. `wrap` puts the selection inside. */
export interface MarkupHelp {
  id: string;
  name: string;
  explains: string;
  /** The capability that a voice needs for it. */
  needs: 'breaks' | 'emphasis' | 'sayAs' | 'phonemes';
  before: string;
  after: string;
}

export const MARKUP_HELP: readonly MarkupHelp[] = [
  {
    id: 'break',
    name: 'Pause',
    explains: 'half a second of silence',
    needs: 'breaks',
    before: '<break time="500ms"/>',
    after: '',
  },
  {
    id: 'long-break',
    name: 'Long pause',
    explains: 'one second of silence',
    needs: 'breaks',
    before: '<break time="1s"/>',
    after: '',
  },
  {
    id: 'emphasis',
    name: 'Emphasis',
    explains: 'stress the selected words',
    needs: 'emphasis',
    before: '<emphasis level="strong">',
    after: '</emphasis>',
  },
  {
    id: 'spell',
    name: 'Spell out',
    explains: 'letter by letter',
    needs: 'sayAs',
    before: '<say-as interpret-as="characters">',
    after: '</say-as>',
  },
  {
    id: 'digits',
    name: 'Digits',
    explains: 'a number digit by digit',
    needs: 'sayAs',
    before: '<say-as interpret-as="digits">',
    after: '</say-as>',
  },
  {
    id: 'phoneme',
    name: 'Pronounce',
    explains: 'by phonemes (IPA)',
    needs: 'phonemes',
    before: '<phoneme alphabet="ipa" ph="">',
    after: '</phoneme>',
  },
];

/** What stands in the place of the selected words when `help` is put around them. */
export function wrapInMarkup(selected: string, help: MarkupHelp): { text: string; caretAfter: number } {
  const inside = help.before + (help.after ? selected : '');
  return { text: inside + help.after, caretAfter: inside.length };
}
