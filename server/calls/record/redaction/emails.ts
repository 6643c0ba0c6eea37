import { NO_NAMES } from './commonWords.ts';
import type { Found } from './found.ts';
import { letterEnd } from './letters.ts';
import { parted, type Token } from './tokens.ts';

const WRITTEN = /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]{1,64}@[\p{L}\d.-]{1,250}\.\p{L}{2,24}/gu;
const ENDINGS: ReadonlySet<string> = new Set(
  'com org net edu gov io co uk de fr es it us ca info biz me dev app ai eu nl ch at be ie nz au mil'.split(
    ' ',
  ),
);
const JOINTS: ReadonlySet<string> = new Set([
  'dot',
  'point',
  'period',
  'underscore',
  'dash',
  'hyphen',
  'minus',
  'plus',
]);
/** Services that people name without “dot com”. */
const PROVIDERS: ReadonlySet<string> = new Set(
  'gmail googlemail hotmail yahoo outlook icloud aol protonmail gmx'.split(' '),
);
const OF_MAIL = /\be?[ -]?mail\b|\b(write|send it) to\b/;
const OPENINGS: ReadonlySet<string> = new Set("is it's that's be to use email mail".split(' '));
const FILLERS: ReadonlySet<string> = new Set('um uh er erm so yeah yes sure okay ok like well'.split(' '));
/** So many words before “at” are looked through for the word that announced the address. */
const MOST_ANNOUNCED = 14;
/** So many words the part before “at” and the domain may have. */
const MOST_LOCAL = 24;
const MOST_DOMAIN = 8;
/** Words that follow each other without a joint between them: “john smith at …”. */
const MOST_LOOSE = 2;

/** Addresses for e-mail, as they are written, and as they are said: “jane dot doe at example dot com”. */
export function findEmails(text: string, tokens: readonly Token[], asked: string): Found[] {
  const ofMail = OF_MAIL.test(text.toLowerCase()) || OF_MAIL.test(asked);
  const found: Found[] = [...text.matchAll(WRITTEN)].map((match) => ({
    kind: 'e-mail',
    from: match.index,
    to: match.index + match[0].length,
  }));
  for (let at = 1; at < tokens.length; at++) {
    if (tokens[at]!.word !== 'at') continue;
    const end = domainEnd(text, tokens, at, ofMail);
    const start = localStart(text, tokens, at);
    if (end === null) {
      // What has a joint and comes before “at” is one, though the domain is said later.
      if (tokens.slice(start, at).some(({ word }) => word === 'dot' || word === 'underscore'))
        found.push({ kind: 'e-mail', from: tokens[start]!.from, to: tokens[at - 1]!.to });
      continue;
    }
    let from = Math.min(start, announcedStart(tokens, at));
    // A line that begins so is nothing but the address: “hello at studio nine dot io”.
    if (from === at && at === 1) from = 0;
    if (from === at && !ofMail) continue;
    found.push({ kind: 'e-mail', from: tokens[from]!.from, to: tokens[end]!.to });
  }
  return found;
}

/** The last word of the domain behind “at”; null where none comes. */
function domainEnd(text: string, tokens: readonly Token[], at: number, ofMail: boolean): number | null {
  let end: number | null = PROVIDERS.has(tokens[at + 1]?.word ?? '') ? at + 1 : null;
  for (let i = (end ?? at) + 1; i < Math.min(tokens.length, at + 1 + MOST_DOMAIN); i++) {
    const joint = tokens[i - 1]!;
    // “dot com”, or “gmail.com” as some recognisers write it.
    const dotted =
      joint.word === 'dot' || joint.word === 'point' || text.slice(joint.to, tokens[i]!.from) === '.';
    const ending = ENDINGS.has(tokens[i]!.word) || (ofMail && !NO_NAMES.has(tokens[i]!.word));
    if (i > at + 1 && dotted && ending) end = i;
    else if (end !== null && FILLERS.has(tokens[i]!.word)) continue;
    else if (end !== null && tokens[i]!.word !== 'dot' && tokens[i]!.word !== 'point') break;
    else if (end === null && !dotted && parted(text, joint, tokens[i]!)) break;
  }
  return end;
}

/** What people say of how an address is written: “all one word”, “no dots”, “lower case”. */
const REMARKS: ReadonlySet<string> = new Set(
  'all one word no dots spaces space lower case lowercase together numbers'.split(' '),
);

/** Whether nothing but such a remark stands between a word and “at”. */
const isRemark = (tokens: readonly Token[], from: number, at: number) =>
  at - from >= 1 &&
  tokens.slice(from, at).every(({ word }) => REMARKS.has(word)) &&
  tokens
    .slice(Math.max(0, from - 2), at)
    .some(({ word }) => /^(?:word|dots|spaces?|case|lowercase|together)$/.test(word));

/** The first word behind “my e-mail is …”, which may be of any words; `at` where nothing announces. */
function announcedStart(tokens: readonly Token[], at: number): number {
  for (let i = at - 1; i >= Math.max(0, at - MOST_ANNOUNCED); i--) {
    if (!OPENINGS.has(tokens[i]!.word)) continue;
    let start = i + 1;
    while (start < at && FILLERS.has(tokens[start]!.word)) start++;
    return start;
  }
  return at;
}

/** The first word of what stands before “at”. */
function localStart(text: string, tokens: readonly Token[], at: number): number {
  let start = at;
  let loose = 0;
  for (let i = at - 1; i >= Math.max(0, at - MOST_LOCAL); i--) {
    const token = tokens[i]!;
    const next = tokens[i + 1]!;
    const between = text.slice(token.to, next.from);
    if ((FILLERS.has(token.word) && i < at - 1) || (REMARKS.has(token.word) && isRemark(tokens, i, at)))
      continue;
    // “h for hotel”: a letter, and what makes it plain.
    const letter = [i - 2, i - 3].find((from) => from >= 0 && letterEnd(tokens, from) === i + 1);
    if (letter !== undefined) {
      start = letter;
      i = letter;
      continue;
    }
    const written = between === '.' || between === '-' || between === '_';
    if (i < at - 1 && !written && parted(text, token, next)) break;
    const joint = JOINTS.has(token.word);
    const piece = /^[\p{L}\d]$/u.test(token.word) || /\d/.test(token.word) || DIGITS.has(token.word);
    const joined = written || joint || JOINTS.has(next.word) || piece;
    // Single letters and digits follow each other; whole words do only so often.
    if (!joined && i < at - 1 && ++loose >= MOST_LOOSE) break;
    if (!joint && !piece && !JOINTS.has(next.word) && !written && NO_NAMES.has(token.word)) break;
    if (token.word === 'i' || token.word === 'a') {
      // “is it a at …”: a letter only among letters.
      const before = tokens[i - 1];
      if (!(next.word.length === 1 || JOINTS.has(next.word) || (before && before.word.length === 1))) break;
    }
    start = i;
  }
  while (start < at && JOINTS.has(tokens[start]!.word)) start++;
  return start;
}

const DIGITS: ReadonlySet<string> = new Set(
  'zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety double triple'.split(
    ' ',
  ),
);
