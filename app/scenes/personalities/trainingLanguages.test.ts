import { expect, test } from 'vitest';
import { engineFor, languageNote, languagesToChoose } from './trainingLanguages.ts';

const engine = (name: string, languages: string[]) => ({
  id: name.toLowerCase(),
  name,
  languages,
  minSeconds: 5,
  maxSeconds: 120,
  maxFileBytes: 1,
  terms: '',
});
const english = engine('Here', ['en-US']);
const many = engine('Many', ['en', 'de', 'nb']);
const silent = engine('Silent', []);
const vera = (...languages: string[]) => ({ name: 'Vera', languages });

test('what can be chosen is what the engine speaks, the personality’s own first', () => {
  expect(languagesToChoose(many, vera('de-CH', 'fr-FR'))).toEqual(['de-CH', 'en', 'nb']);
  expect(languagesToChoose(english, vera('en-GB'))).toEqual(['en-GB', 'en-US']);
  expect(languagesToChoose(english, vera('de-DE'))).toEqual(['en-US']);
  expect(languagesToChoose(silent, vera('de-DE'))).toEqual([]);
});

test('the engine that speaks the personality’s language is proposed', () => {
  expect(engineFor([english, many], vera('de-DE'))).toBe(many);
  expect(engineFor([english, many], vera('en-US'))).toBe(english);
  expect(engineFor([english], vera('de-DE'))).toBe(english);
});

test('a voice in another language than the personality’s is told before it is made, with who could help', () => {
  const note = (who: ReturnType<typeof vera>, chosen: typeof english, engines: (typeof english)[]) =>
    languageNote(who, { engine: chosen, engines, language: languagesToChoose(chosen, who)[0] ?? 'en-US' });
  expect(note(vera('en-GB'), english, [english])).toBeNull();
  expect(note(vera('no'), many, [english, many])).toBeNull();
  const alone = note(vera('de-DE', 'en-US'), english, [english]);
  expect(alone).toContain('Vera begins in German, but this voice speaks English');
  expect(alone).toContain('No engine that is set up here makes voices that speak German.');
  expect(note(vera('de-DE'), english, [english, many, silent])).toContain(
    'For German choose the engine Many or Silent.',
  );
  expect(languageNote(vera('de-DE'), { engine: silent, engines: [silent], language: 'e' })).toBeNull();
});
