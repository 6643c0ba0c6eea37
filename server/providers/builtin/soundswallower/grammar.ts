import { OTHER_WORDS } from './otherWords.ts';
import type { RecognizerLanguage, SpokenGrammar } from './settings.ts';
import { dictionaryWords } from './words.ts';

/** The sounds of American English in the model, without its noises. */
export const PHONES =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  );

/** Whose sounds these are. */
export const STRAY_LANGUAGE: RecognizerLanguage = 'en';

const STRAY = 'stray_';
/** What a single sound is called in the dictionary. */
export const strayOf = (phone: string) => `${STRAY}${phone.toLowerCase()}`;
/** The phone of such a name; null for a word. */
export const phoneOf = (name: string) =>
  name.startsWith(STRAY) ? name.slice(STRAY.length).toUpperCase() : null;

/**
 * How readily the search leaves out a word, begins with strange sounds, and goes on with them. Any sound fits
 * better than the word that was meant when nothing is paid for it: at these prices clean speech stays in its words.
 * Tuned on the first half of the bench's texts.
 */
const SKIP = 0.001;
const STRAY_BEGINS = 1e-9;
const STRAY_GOES_ON = 0.1;

/**
 * A graph through a text in which each word may be left out and any sounds may come in between, at a price: what
 * was repeated, swapped, cut or babbled finds its own best path, where a plain alignment would stretch the text
 * over it. JSpeech Grammar Format 1.0.
 */
export function followGrammar(words: readonly string[]): string {
  const steps = words.map((word) => `( /${1 - SKIP}/ ${word} | /${SKIP}/ <NULL> ) <stray>`);
  return [
    '#JSGF V1.0;',
    'grammar follow;',
    `public <text> = <stray> ${steps.join(' ')};`,
    `<sound> = ${PHONES.map(strayOf).join(' | ')};`,
    `<sounds> = <sound> ( /${1 - STRAY_GOES_ON}/ <NULL> | /${STRAY_GOES_ON}/ <sounds> );`,
    `<stray> = /${1 - STRAY_BEGINS}/ <NULL> | /${STRAY_BEGINS}/ <sounds>;`,
  ].join('\n');
}

const OTHER = 'other_';
/** What a word is called in the dictionary that says: none of the grammar was said. */
export const otherOf = (word: string) => `${OTHER}${word}`;
export const isOther = (name: string) => name.startsWith(OTHER);
/**
 * How readily the search takes any one of the other words, beside one for what may be said. Scores of sounds count each
 * hundredth of a second as if it told something new, which weights have to be a match for: with more, “yes” is now and
 * then taken for “less”. Tuned on the half of test/evals/scenarios/shortWords.ts that is for it.
 */
const OTHER_WEIGHT = 1e-15;

/** A word as a grammar can name it. */
export function nameOf(word: string): string {
  return /^\p{Ll}[\p{Ll}']*$/u.test(word) ? word : `coded_${Buffer.from(word).toString('hex')}`;
}

/** Any sounds of the language, one after the other, for decoders that know sounds by themselves. */
export const SOUNDS_GRAMMAR = [
  '#JSGF V1.0;',
  'grammar sounds;',
  'public <sounds> = <sound>+;',
  `<sound> = ${PHONES.map(strayOf).join(' | ')};`,
].join('\n');

const OTHERS = `<others> = ${OTHER_WORDS.map(otherOf).join(' | ')};`;

/** Phrases as a rule: one of them. Whatever stands in them are words. */
export function phraseRules(
  phrases: readonly string[],
  language: RecognizerLanguage,
): Record<string, string> {
  const said = phrases.map((phrase) => dictionaryWords(phrase, language).join(' '));
  return { said: said.filter((phrase) => phrase !== '').join(' | ') };
}

/**
 * What may be said by rules: those of a conversation, or of a choice among phrases. Beside what may be said to a
 * conversation it has words that nobody answers with (`isOther`), as far as it is known how they sound.
 */
export function ruleGrammar(
  rules: Readonly<Record<string, string>>,
  language: RecognizerLanguage,
  conversation: boolean,
): SpokenGrammar {
  const words = new Set<string>();
  const named = (expansion: string) =>
    expansion.replace(PARTS, (part, word: string | undefined) => {
      if (word === undefined) return part.replace(/^<(?!NULL>|VOID>)/, '<rule_');
      const spelled = dictionaryWords(word, language);
      for (const one of spelled) words.add(one);
      return spelled.map(nameOf).join(' ');
    });
  const lines = Object.entries(rules).map(([name, expansion]) => `<rule_${name}> = ${named(expansion)};`);
  const beside =
    conversation && language === STRAY_LANGUAGE
      ? { said: ` | /${OTHER_WEIGHT * OTHER_WORDS.length}/ <others>`, lines: [OTHERS] }
      : { said: '', lines: [] };
  const said = `public <utterance> = /1/ <rule_said>${beside.said};`;
  const jsgf = ['#JSGF V1.0;', 'grammar rules;', said, ...lines, ...beside.lines].join('\n');
  return { jsgf, words: [...words], conversation };
}

/** References and weights stay as they are; the rest that is no operator are words. */
const PARTS = /<[^>]*>|\/[^/]*\/|([^\s()[\]|*+;<>/]+)/g;
