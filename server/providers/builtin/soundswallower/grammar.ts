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

/** Rules that refer to this one have the other words in their place. */
const OTHERS_RULE = 'other';

/** Phrases as a rule: one of them. Whatever stands in them are words. */
export function phraseRules(
  phrases: readonly string[],
  language: RecognizerLanguage,
): Record<string, string> {
  const said = phrases.map((phrase) => dictionaryWords(phrase, language).join(' '));
  return { said: said.filter((phrase) => phrase !== '').join(' | ') };
}

/**
 * What may be said by rules: those of a conversation, or of a choice among phrases. `<other>` in them are words that are
 * none of it, as far as it is known how they sound.
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
  const wanted = lines.some((line) => line.includes(`<rule_${OTHERS_RULE}>`));
  const others = wanted && language === STRAY_LANGUAGE;
  if (wanted)
    lines.push(`<rule_${OTHERS_RULE}> = ${others ? OTHER_WORDS.map(otherOf).join(' | ') : '<VOID>'};`);
  const jsgf = ['#JSGF V1.0;', 'grammar rules;', 'public <utterance> = <rule_said>;', ...lines].join('\n');
  return { jsgf, words: [...words], conversation, others };
}

/** References and weights stay as they are; the rest that is no operator are words. */
const PARTS = /<[^>]*>|\/[^/]*\/|([^\s()[\]|*+;<>/]+)/g;
