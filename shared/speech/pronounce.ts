import type { SpeechDocument, SpeechPart } from '../markup/document.ts';
import type { DictionaryEntry } from './dictionary.ts';

type TextPart = Extract<SpeechPart, { kind: 'text' }>;

/** Who speaks: what of a voice decides which entries hold and how they are said. */
export interface Speaking {
  engine: string;
  capabilities: { phonemes: readonly string[] };
  /** Whether it has sounds for this IPA; absent: for any, as far as one can know. */
  readsIpa?: ((ph: string) => boolean) | undefined;
}

const WORD_END = /[\p{L}\p{N}\p{M}]$/u;
const WORD_START = /^[\p{L}\p{N}\p{M}]/u;
/** Scripts that put no space between words: a word may begin and end anywhere. */
const UNSPACED_START = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const UNSPACED_END = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;
const POSSESSIVE = /^['’]s(?![\p{L}\p{N}\p{M}])/iu;

/**
 * A document with the words of a dictionary said as it says: only whole words and phrases, the longest first, and
 * what was put in is not looked at again. Each replaced part still points at the characters it stands for; what lies
 * in `<say-as>` or `<phoneme>` says already how it is said. Sounds that the voice cannot read are said by the alias;
 * without one, as it is written by a voice that reads no sounds at all, and left in by one that should.
 */
export function pronounce(
  document: SpeechDocument,
  dictionary: readonly DictionaryEntry[],
  voice: Speaking,
): SpeechDocument {
  const entries = entriesFor(dictionary, document.language, voice);
  if (entries.size === 0) return document;
  const parts: SpeechPart[] = [];
  let run: TextPart[] = [];
  const flush = () => {
    if (run.length > 0) parts.push(...pronounceRun(run, entries, voice));
    run = [];
  };
  for (const part of document.parts) {
    const open = part.kind === 'text' && !part.sayAs && !part.phoneme;
    if (!open || run[0]?.emphasis !== part.emphasis) flush();
    if (open) run.push(part);
    else parts.push(part);
  }
  flush();
  return { ...document, parts };
}

/** What a dictionary changes in a document, in order: two documents with the same sound have the same. */
export function replacements({ parts }: SpeechDocument): [charStart: number, said: string][] {
  return parts.flatMap((part): [number, string][] =>
    part.kind === 'text' && part.replaces !== undefined
      ? [[part.charStart, part.phoneme ? `/${part.phoneme.ph}/` : part.text]]
      : [],
  );
}

/** Entries by the first character of their phrase, in small letters; the longest, then the most particular, first. */
function entriesFor(
  dictionary: readonly DictionaryEntry[],
  language: string,
  voice: Speaking,
): Map<string, DictionaryEntry[]> {
  const spoken = language.toLowerCase();
  const holds = (entry: DictionaryEntry) => {
    const own = entry.language?.toLowerCase();
    return (
      (own === undefined || spoken === own || spoken.startsWith(`${own}-`)) &&
      (entry.engines === undefined || entry.engines.includes(voice.engine)) &&
      (entry.alias !== undefined || readsIpa(voice))
    );
  };
  const particular = (entry: DictionaryEntry) =>
    (entry.engines ? 1000 : 0) + (entry.language?.length ?? 0) * 2 + (entry.caseSensitive ? 1 : 0);
  const byFirst = new Map<string, DictionaryEntry[]>();
  const sorted = dictionary
    .filter(holds)
    .sort((a, b) => b.phrase.length - a.phrase.length || particular(b) - particular(a));
  for (const entry of sorted) {
    const first = folded(entry.phrase[0] ?? '');
    byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
  }
  return byFirst;
}

const readsIpa = (voice: Speaking) => voice.capabilities.phonemes.includes('ipa');
/** The sounds of an entry where the voice is to read them, rather than its alias. */
function soundsFor({ phoneme, alias }: DictionaryEntry, voice: Speaking): string | undefined {
  if (phoneme === undefined || !readsIpa(voice)) return undefined;
  return alias === undefined || (voice.readsIpa?.(phoneme) ?? true) ? phoneme : undefined;
}

const folded = (text: string) => text.toLowerCase().replace(/\s/g, ' ');

/** Parts that follow each other without another element between them: a phrase may go from one to the next. */
function pronounceRun(
  run: readonly TextPart[],
  entries: ReadonlyMap<string, readonly DictionaryEntry[]>,
  voice: Speaking,
): TextPart[] {
  const text = run.map((part) => part.text).join('');
  const result: TextPart[] = [];
  let done = 0;
  for (let at = 0; at < text.length; ) {
    const entry = entries.get(folded(text[at]!))?.find((candidate) => standsAt(text, at, candidate));
    if (!entry) {
      at++;
      continue;
    }
    const end = at + entry.phrase.length;
    const sounds = soundsFor(entry, voice);
    const ending = sounds === undefined ? (POSSESSIVE.exec(text.slice(end, end + 3))?.[0] ?? '') : '';
    const replaces = text.slice(at, end + ending.length);
    result.push(...cut(run, done, at), {
      kind: 'text',
      text: sounds === undefined ? `${entry.alias}${ending}` : replaces,
      ...spanOf(run, at, at + replaces.length),
      ...(run[0]?.emphasis && { emphasis: run[0].emphasis }),
      ...(sounds !== undefined && { phoneme: { alphabet: 'ipa' as const, ph: sounds } }),
      replaces,
    });
    at += replaces.length;
    done = at;
  }
  return [...result, ...cut(run, done, text.length)];
}

function standsAt(text: string, at: number, { phrase, caseSensitive }: DictionaryEntry): boolean {
  const end = at + phrase.length;
  const found = text.slice(at, end);
  const same = caseSensitive ? found.replace(/\s/g, ' ') === phrase : folded(found) === folded(phrase);
  if (!same) return false;
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(end, end + 2);
  const begins = !WORD_START.test(phrase) || !WORD_END.test(before) || UNSPACED_START.test(phrase);
  const ends = !WORD_END.test(phrase) || !WORD_START.test(after) || UNSPACED_END.test(phrase);
  return begins && ends;
}

/** The parts of a run from one of its characters up to another; an entity is one character, whole or not at all. */
function cut(run: readonly TextPart[], from: number, to: number): TextPart[] {
  const result: TextPart[] = [];
  let start = 0;
  for (const part of run) {
    const [first, last] = [Math.max(from, start) - start, Math.min(to, start + part.text.length) - start];
    start += part.text.length;
    if (first >= last) continue;
    if (!isLiteral(part)) result.push(part);
    else
      result.push({
        ...part,
        text: part.text.slice(first, last),
        charStart: part.charStart + first,
        charEnd: part.charStart + last,
      });
  }
  return result;
}

/** The authored characters behind a stretch of a run. */
function spanOf(run: readonly TextPart[], from: number, to: number): { charStart: number; charEnd: number } {
  const parts = cut(run, from, to);
  return { charStart: parts[0]!.charStart, charEnd: parts.at(-1)!.charEnd };
}

const isLiteral = (part: TextPart) => part.text.length === part.charEnd - part.charStart;
