import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpeechParameters } from '../speech/parameters.ts';
import { MarkupError } from './markupError.ts';
import { countWords, estimateDurationMs, plainText } from './measure.ts';
import { parseMarkup } from './parse.ts';

const parts = (text: string) => parseMarkup(text, 'en').parts;
const refusal = (text: string) => {
  try {
    parseMarkup(text, 'en');
  } catch (error) {
    if (error instanceof MarkupError) return error.describe(text);
    throw error;
  }
  return undefined;
};

test('reads each element with its place in the authored text', () => {
  const text = 'Hi <break time="0.5s"/><emphasis level="strong">now</emphasis>';
  expect(parts(text)).toEqual([
    { kind: 'text', text: 'Hi ', charStart: 0, charEnd: 3 },
    { kind: 'break', durationMs: 500, charStart: 3, charEnd: 23 },
    { kind: 'text', text: 'now', charStart: 48, charEnd: 51, emphasis: 'strong' },
  ]);
  expect(parts("<break strength='strong'></break>")).toMatchObject([{ durationMs: 700 }]);
  expect(
    parts('<emphasis>a <say-as interpret-as="date" format="mdy">1/2/2026</say-as></emphasis>')[1],
  ).toMatchObject({
    emphasis: 'moderate',
    sayAs: { interpretAs: 'date', format: 'mdy' },
  });
  expect(parts('<phoneme ph="&quot;a">x</phoneme>')[0]).toMatchObject({
    phoneme: { alphabet: 'ipa', ph: '"a' },
  });
  expect(parts('One.\n \n\nTwo.').map((part) => part.kind)).toEqual(['text', 'paragraph', 'text']);
});

test('decodes entities, and leaves an ampersand that is only one', () => {
  expect(plainText(parseMarkup('a &lt; b &amp; c &#233; &#x1F600; Q&A R & D', 'en'))).toBe(
    'a < b & c é 😀 Q&A R & D',
  );
});

test.each([
  ['1 < 2', 'Line 1, character 3: This “<” begins no complete element; write &lt; for a plain “<”.'],
  ['a\nb <voice>c</voice>', 'Line 2, character 3: <voice> is not known;'],
  ['<break time="11s"/>', 'at most 10 seconds'],
  ['<break time="soon"/>', 'time="500ms"'],
  ['<break loud="1"/>', 'no attribute “loud”'],
  ['<emphasis level="huge">a</emphasis>', 'level must be one of'],
  ['<emphasis>a', 'Line 1, character 1: <emphasis> is never closed.'],
  ['a</emphasis>', 'closes nothing'],
  ['<emphasis>a</phoneme>', 'closes nothing'],
  ['<say-as>1</say-as>', 'interpret-as must be one of'],
  ['<phoneme>1</phoneme>', 'needs its sounds'],
  ['<say-as interpret-as="digits">1<break/></say-as>', 'cannot lie inside <say-as>'],
  ['<emphasis/>', 'encloses no words'],
  ['&nope;', '&nope; is not a known character'],
  ['&#0;', 'is not a known character'],
  ['&#xD800;', 'is not a known character'],
  ['<break time="10s"/>'.repeat(31), 'at most 5 minutes'],
  ['<emphasis>'.repeat(5), 'at most 4 deep'],
])('refuses %j and says where and why', (text, sentence) => {
  expect(refusal(text)).toContain(sentence);
});

const markup = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<',
        '>',
        '&',
        '</',
        '/>',
        '<break',
        ' time="1s"',
        '<emphasis>',
        '</emphasis>',
        '\n\n',
        '&amp;',
        '"',
      ),
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''));

test('never fails in another way, and every part lies inside the text, in order, and matches it', () => {
  fc.assert(
    fc.property(markup, (text) => {
      let end = 0;
      try {
        for (const part of parts(text)) {
          expect(part.charStart).toBeGreaterThanOrEqual(end);
          expect(part.charEnd).toBeGreaterThan(part.charStart);
          end = part.charEnd;
          const authored = text.slice(part.charStart, part.charEnd);
          if (part.kind === 'text' && !authored.startsWith('&')) expect(part.text).toBe(authored);
        }
      } catch (error) {
        if (!(error instanceof MarkupError)) throw error;
        expect(error.at).toBeGreaterThanOrEqual(0);
        expect(error.at).toBeLessThan(text.length);
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2000 },
  );
});

test('plain text with its special characters escaped comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      expect(plainText(parseMarkup(escaped, 'en')).split(/\s+/)).toEqual(text.trim().split(/\s+/));
    }),
  );
});

test('estimates the length from words, rate and pauses', () => {
  const normal = SpeechParameters.parse({});
  const text = parseMarkup('one two three four five six seven eight nine ten eleven', 'en');
  expect(estimateDurationMs(text, normal)).toBe(4000);
  expect(estimateDurationMs(text, { ...normal, speed: 2 })).toBe(2000);
  expect(estimateDurationMs(parseMarkup('<break time="2s"/>', 'en'), normal)).toBe(2000);
  expect(estimateDurationMs(parseMarkup(' ', 'en'), normal)).toBe(0);
  expect(countWords("It's 3.50, foo@bar.com — well-known.")).toBe(4);
  expect(countWords('今日はいい天気')).toBe(5);
});
