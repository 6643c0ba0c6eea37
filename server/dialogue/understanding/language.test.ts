import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

const BOTH = ['en-GB', 'de-DE'];

test.each([
  ['Wann haben Sie geöffnet?', 'de-DE'],
  ['Ich möchte einen Termin buchen', 'de-DE'],
  ['kann ich am Freitag kommen', 'de-DE'],
  ['Where is order 12345?', 'en-GB'],
  ['I want to speak to a person', 'en-GB'],
])('%s', async (text, language) => {
  for (const before of [undefined, ...BOTH]) expect(await languageOf(text, BOTH, before)).toBe(language);
});

test.each(['12345', 'ok', 'Berlin', 'Müller', '', '👍'])(
  '“%s” is said in the language of before',
  async (text) => {
    for (const before of BOTH) expect(await languageOf(text, BOTH, before)).toBe(before);
  },
);

test('a first word says enough where nothing was said before it', async () => {
  expect(await languageOf('danke', BOTH)).toBe('de-DE');
  expect(await languageOf('bonjour', ['en', 'es', 'fr-CA'])).toBe('fr-CA');
  expect(await languageOf('12345', BOTH)).toBe('en-GB');
});

test('a language that is not among them changes nothing, nor does a variety of the same', async () => {
  expect(await languageOf('¿Dónde está mi pedido de ayer?', BOTH, 'de-DE')).toBe('de-DE');
  expect(await languageOf('Where is my order?', ['en-US', 'en-GB', 'de'], 'en-GB')).toBe('en-GB');
  expect(await languageOf('Wo ist meine Bestellung?', ['en-US', 'en-GB'])).toBe('en-US');
});
