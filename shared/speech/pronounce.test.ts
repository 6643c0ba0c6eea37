import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMarkup } from '../markup/parse.ts';
import type { DictionaryEntry } from './dictionary.ts';
import { pronounce } from './pronounce.ts';

const voice = { engine: 'flite', capabilities: { phonemes: ['ipa'] } };
const entry = (phrase: string, alias: string, more: Partial<DictionaryEntry> = {}): DictionaryEntry => ({
  phrase,
  alias,
  caseSensitive: false,
  ...more,
});

/** What is said, replaced words in brackets. */
function said(text: string, dictionary: DictionaryEntry[], language = 'en-US', who = voice): string {
  return pronounce(parseMarkup(text, language), dictionary, who)
    .parts.map((part) => {
      if (part.kind !== 'text') return '|';
      if (part.replaces === undefined) return part.text;
      return part.phoneme ? `[/${part.phoneme.ph}/]` : `[${part.text}]`;
    })
    .join('');
}

const SQL = entry('SQL', 'sequel');

test.each([
  ['whole words only', 'SQL, MySQL and SQLite; NoSQL.', [SQL], '[sequel], MySQL and SQLite; NoSQL.'],
  ['in any case', 'sql Sql', [SQL], '[sequel] [sequel]'],
  [
    'unless it says which',
    'IT is it.',
    [entry('IT', 'eye tee', { caseSensitive: true })],
    '[eye tee] is it.',
  ],
  [
    'the longest phrase first',
    'New York Times of New York, York',
    [entry('York', 'yawk'), entry('New York', 'noo yawk'), entry('New York Times', 'the times')],
    '[the times] of [noo yawk], [yawk]',
  ],
  ['what was put in stays', 'a b', [entry('a', 'b'), entry('b', 'a')], '[b] [a]'],
  [
    'across entities and line ends',
    'AT&amp;T in New\nYork',
    [entry('AT&T', 'A T and T'), entry('new york', 'NY')],
    '[A T and T] in [NY]',
  ],
  ['with its possessive', 'Nguyen’s and Nguyen', [entry('Nguyen', 'win')], '[win’s] and [win]'],
  [
    'not in what says already how it is said',
    '<say-as interpret-as="characters">SQL</say-as> SQL',
    [SQL],
    'SQL [sequel]',
  ],
  ['not over a pause', 'New <break time="1s"/>York', [entry('New York', 'x')], 'New |York'],
  [
    'symbols at its border',
    'Use C++ and .NET.',
    [entry('C++', 'see plus plus'), entry('.NET', 'dot net')],
    'Use [see plus plus] and [dot net].',
  ],
  ['scripts without spaces', '我在东京工作', [entry('东京', 'Tokyo')], '我在[Tokyo]工作'],
] as [string, string, DictionaryEntry[], string][])('%s', (_what, text, dictionary, expected) => {
  expect(said(text, dictionary)).toBe(expected);
});

test('an entry holds for its language and engines, the most particular one first', () => {
  const dictionary = [
    entry('route', 'root'),
    entry('route', 'rowt', { language: 'en-US' }),
    entry('data', 'dah ta', { engines: ['piper'] }),
  ];
  expect(said('route data', dictionary)).toBe('[rowt] data');
  expect(said('route data', dictionary, 'en-GB')).toBe('[root] data');
  expect(said('route data', dictionary, 'de', { ...voice, engine: 'piper' })).toBe('[root] [dah ta]');
});

test('sounds go to voices that read them, the alias to the others, and without one the word as it is', () => {
  const both = entry('gif', 'jiff', { phoneme: 'dʒɪf' });
  const { alias: _alias, ...soundsOnly } = both;
  const deaf = { engine: 'espeak', capabilities: { phonemes: [] } };
  expect([
    said('A gif', [both]),
    said('A gif', [both], 'en', deaf),
    said('A gif', [soundsOnly], 'en', deaf),
  ]).toEqual(['A [/dʒɪf/]', 'A [jiff]', 'A gif']);
  const choosy = { ...voice, readsIpa: (ph: string) => !ph.includes('dʒ') };
  expect([said('A gif', [both], 'en', choosy), said('A gif', [soundsOnly], 'en', choosy)]).toEqual([
    'A [jiff]',
    'A [/dʒɪf/]',
  ]);
});

test('every part still points at the authored characters that it stands for', () => {
  const word = fc.constantFrom(
    'SQL',
    'New',
    'York',
    'a',
    'b',
    '&amp;',
    'AT',
    '&lt;',
    'é',
    '东京',
    'Ünit',
    "it's",
    ',',
    '.',
  );
  const space = fc.constantFrom(' ', '', '\n', '\n\n', ' <break time="10ms"/> ', '<emphasis>x</emphasis>');
  const text = fc.array(fc.tuple(word, space), { maxLength: 30 }).map((pairs) => pairs.flat().join(''));
  const phrase = fc.constantFrom(
    'SQL',
    'New York',
    'York',
    'a',
    'a b',
    'AT&',
    '&',
    'é',
    '东京',
    'x',
    'b.',
    'New',
  );
  const dictionary = fc.array(fc.tuple(phrase, fc.string({ minLength: 1, maxLength: 9 }), fc.boolean()), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(text, dictionary, (authored, words) => {
      const document = parseMarkup(authored, 'en-US');
      const changed = pronounce(
        document,
        words.map(([from, to, caseSensitive]) => entry(from, to, { caseSensitive })),
        voice,
      );
      const plain = (parts: typeof document.parts) =>
        parts.map((part) => (part.kind === 'text' ? (part.replaces ?? part.text) : '|')).join('');
      // Nothing is lost or moved: with what it replaces put back, it is the same text in the same order.
      expect(plain(changed.parts)).toBe(plain(document.parts));
      let at = 0;
      for (const part of changed.parts) {
        expect(part.charStart).toBeGreaterThanOrEqual(at);
        expect(part.charEnd).toBeGreaterThan(part.charStart);
        at = part.charEnd;
        if (part.kind !== 'text') continue;
        const source = authored.slice(part.charStart, part.charEnd);
        expect(plain(parseMarkup(source, 'en-US').parts)).toBe(part.replaces ?? part.text);
        if (part.replaces === undefined || /[东京]/.test(part.replaces)) continue;
        // Whole words: no letter or figure of the text touches a letter or figure of the phrase.
        const [before, after] = [authored[part.charStart - 1] ?? '', authored[part.charEnd] ?? ''];
        if (/^[\p{L}\p{N}]/u.test(part.replaces)) expect(before).not.toMatch(/[\p{L}\p{N}]/u);
        if (/[\p{L}\p{N}]$/u.test(part.replaces)) expect(after).not.toMatch(/[\p{L}\p{N}]/u);
      }
      expect(at <= authored.length).toBe(true);
    }),
    { numRuns: 500 },
  );
});
