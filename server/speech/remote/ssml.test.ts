import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Token } from '../plan/plan.ts';
import { element, escapeXml, ssmlOf } from './ssml.ts';

const token = (text: string, more: Partial<Token> = {}): Token => ({
  text,
  charStart: 0,
  charEnd: text.length,
  ...more,
});
const unescaped = (xml: string) =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
const DIALECT = {
  emphasis: true,
  sayAs: (interpretAs: string, format: string | undefined) => ({ interpretAs, format }),
  phoneme: ({ alphabet, ph }: { alphabet: string; ph: string }) => ({ alphabet, ph }),
};
/** Likely to break out of something. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[<>&"'/! a-z;#[\]-]*$/),
  fc.constantFrom(
    '</speak>',
    '<!--',
    ']]>',
    '&lt;',
    '&#60;',
    '"/><audio src="http://x"/>',
    '<![CDATA[x',
    '<!ENTITY a "b">',
  ),
);

test('no text can become markup, and none is lost', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const escaped = escapeXml(text);
      expect(escaped).not.toMatch(/[<>"']/);
      expect(escaped.replaceAll(/&(amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold is a space
      const held = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, ' ');
      expect(unescaped(escaped)).toBe(held);
    }),
  );
});

test('whatever a document holds, its SSML has our elements only, well nested', () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, (text, ph, format) => {
      const xml = ssmlOf(
        [
          token(text, { emphasis: 'strong' }),
          token(text, { phoneme: { alphabet: 'ipa', ph } }),
          token(text, { sayAs: { interpretAs: ph, format } }),
        ],
        DIALECT,
      );
      const tags = [...xml.matchAll(/<\/?([a-z-]+)((?: [a-z-]+="[^"<>]*")*)>/g)];
      expect(tags.map(([, name]) => name)).toEqual([
        'emphasis',
        'emphasis',
        'phoneme',
        'phoneme',
        'say-as',
        'say-as',
      ]);
      expect(xml.split('<').length - 1).toBe(6);
    }),
  );
});

test('an engine gets what it knows, the rest as text, with the spaces of the author', () => {
  const tokens = [
    token('Tom & Jerry'),
    token('un'),
    token('believ', { emphasis: 'strong', joined: true }),
    token('able.', { joined: true }),
    token('5', { sayAs: { interpretAs: 'cardinal' } }),
  ];
  expect(ssmlOf(tokens, DIALECT)).toBe(
    'Tom &amp; Jerry un<emphasis level="strong">believ</emphasis>able. <say-as interpret-as="cardinal">5</say-as>',
  );
  expect(ssmlOf(tokens, {})).toBe('Tom &amp; Jerry unbelievable. 5');
  expect(ssmlOf(tokens.slice(4), { sayAs: () => null })).toBe('5');
  expect(element('voice', { name: 'a"b', lang: undefined }, 'x')).toBe('<voice name="a&quot;b">x</voice>');
});
