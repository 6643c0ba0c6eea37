/** Words that end in a dot and do not end a sentence. */
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st sr jr vs etc no nr fig vol approx dept est inc ltd co corp gen col capt lt sgt rev hon jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun bzw z.b d.h u.a usw ca tel str sra e.g i.e a.m p.m u.s u.k m mme mlle'.split(
    ' ',
  ),
);
/** Abbreviations that may well be the last word of a sentence. */
const OFTEN_LAST = new Set([
  'etc',
  'usw',
  'inc',
  'ltd',
  'co',
  'corp',
  'a.m',
  'p.m',
  'u.s',
  'u.k',
  'jr',
  'sr',
]);
/** Their next word says whether a name or number follows: “No. 5”, “p.m. 5”. */
const CLOSING = /["'”’»)\]]*\s*$/u;

/**
 * Where sentences end: offsets behind the space that follows each, without the end of the text. Dots of
 * abbreviations, initials, numbers, addresses and before a small letter end nothing.
 */
export function sentenceBorders(text: string, language: string): number[] {
  const borders: number[] = [];
  for (const { index, segment } of segmenterOf(language).segment(text)) {
    const end = index + segment.length;
    if (end < text.length && isBorder(text, end)) borders.push(end);
  }
  return borders;
}

function isBorder(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 60), at).replace(CLOSING, '');
  const next = text.slice(at, at + 12).trimStart();
  if (/[。！？!?…]$/u.test(before)) return !(/[…]$/u.test(before) && /^\p{Ll}/u.test(next));
  if (!before.endsWith('.'))
    return /\n\s*$/.test(text.slice(Math.max(0, at - 20), at)) || /[।؟።។။]$/u.test(before);
  if (/^[\p{Ll}]/u.test(next)) return false;
  const word = /[\p{L}\p{N}.]+(?=\.$)/u.exec(before)?.[0].toLowerCase() ?? '';
  if (OFTEN_LAST.has(word)) return /^["“'(]?\p{Lu}/u.test(next);
  return !ABBREVIATIONS.has(word) && !/^\p{L}$/u.test(word);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const base = language.split('-')[0] ?? 'en';
  let segmenter = segmenters.get(base);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(base, { granularity: 'sentence' });
    segmenters.set(base, segmenter);
  }
  return segmenter;
}
