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
  /** It stands above the text as well; everything is in the slash menu. */
  often?: true;
}

const sayAs = (id: string, name: string, explains: string): MarkupHelp => ({
  id,
  name,
  explains,
  needs: 'sayAs',
  before: `<say-as interpret-as="${id}">`,
  after: '</say-as>',
});

export const MARKUP_HELP: readonly MarkupHelp[] = [
  {
    id: 'break',
    name: 'Pause',
    explains: 'half a second of silence',
    needs: 'breaks',
    before: '<break time="500ms"/>',
    after: '',
    often: true,
  },
  {
    id: 'long-break',
    name: 'Long pause',
    explains: 'one second of silence',
    needs: 'breaks',
    before: '<break time="1s"/>',
    after: '',
    often: true,
  },
  {
    id: 'emphasis',
    name: 'Emphasis',
    explains: 'stress the selected words',
    needs: 'emphasis',
    before: '<emphasis level="strong">',
    after: '</emphasis>',
    often: true,
  },
  { ...sayAs('characters', 'Spell out', 'letter by letter'), often: true },
  { ...sayAs('digits', 'Digits', 'a number digit by digit'), often: true },
  {
    id: 'phoneme',
    name: 'Pronounce',
    explains: 'by phonemes (IPA)',
    needs: 'phonemes',
    before: '<phoneme alphabet="ipa" ph="">',
    after: '</phoneme>',
    often: true,
  },
  {
    id: 'short-break',
    name: 'Short pause',
    explains: 'a fifth of a second of silence',
    needs: 'breaks',
    before: '<break time="200ms"/>',
    after: '',
  },
  {
    id: 'softer',
    name: 'Softer',
    explains: 'less stress on the selected words',
    needs: 'emphasis',
    before: '<emphasis level="reduced">',
    after: '</emphasis>',
  },
  sayAs('cardinal', 'Number', 'in one, such as 1200'),
  sayAs('ordinal', 'Ordinal', 'a number as first, second, third'),
  sayAs('telephone', 'Telephone number', 'in groups, digit by digit'),
  sayAs('date', 'Date', 'such as 2026-12-24'),
  sayAs('time', 'Time', 'such as 14:30'),
  sayAs('currency', 'Amount', 'such as $12.50'),
];

/** What stands in the place of the selected words when `help` is put around them. */
export function wrapInMarkup(selected: string, help: MarkupHelp): { text: string; caretAfter: number } {
  const inside = help.before + (help.after ? selected : '');
  return { text: inside + help.after, caretAfter: inside.length };
}
