import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromPlain } from './fromPlain.ts';
import { plainText } from './measure.ts';
import { parseMarkup } from './parse.ts';

test('what looks like markup is text, but a pause where it is asked for', () => {
  const text = 'A &amp; <b>1 < 2</b> <break time="1.5s" /> end';
  expect(plainText(parseMarkup(fromPlain(text).markup, 'en'))).toBe(text);
  const { parts } = parseMarkup(fromPlain(text, { breaks: true }).markup, 'en');
  expect(parts.filter(({ kind }) => kind === 'break')).toMatchObject([{ durationMs: 1500 }]);
});

test('places in the markup are found in the plain text', () => {
  const piece = fc.constantFrom('<', '&lt;', '&', 'word', ' ', '😀', '<break time="1s"/>');
  fc.assert(
    fc.property(fc.array(piece), fc.boolean(), (pieces, breaks) => {
      const text = pieces.join('');
      const { markup, plainAt } = fromPlain(text, { breaks });
      for (const { index } of markup.matchAll(/word/g))
        expect(text.slice(plainAt(index), plainAt(index + 4))).toBe('word');
      expect(plainAt(markup.length)).toBe(text.length);
    }),
  );
});
