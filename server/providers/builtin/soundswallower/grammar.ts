import { PHRASE_SCORE, type RecognizerLanguage, RULE_SCORE, type SpokenGrammar } from './settings.ts';
import { dictionaryWords } from './words.ts';

/** The sounds of American English in the model, without its noises. */
export const PHONES =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  );

/** Whose sounds these are: grammars of other languages take every sound for their own words. */
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

/** A word as a grammar can name it. */
export function nameOf(word: string): string {
  return /^\p{Ll}[\p{Ll}']*$/u.test(word) ? word : `coded_${Buffer.from(word).toString('hex')}`;
}

/** One of several phrases, each a list of words as the dictionary spells them. */
export function phraseGrammar(phrases: readonly (readonly string[])[]): SpokenGrammar {
  const said = phrases.map((words) => words.map(nameOf).join(' ')).join(' | ');
  return {
    jsgf: `#JSGF V1.0;\ngrammar phrases;\npublic <said> = ${said};`,
    words: [...new Set(phrases.flat())],
    leastScore: PHRASE_SCORE,
  };
}

/**
 * How readily the search takes what it hears for strange sounds instead of the words of a grammar, and how readily
 * it goes on with them. Tuned on 28 sentences of three voices, some of them those of test/evals/speech: at these
 * prices one sentence in twenty is refused and one in eight of other talk is not.
 */
const STRANGE = 1e-10;
const STRANGE_GOES_ON = 0.3;

/** What may be said by rules, beside which any sounds may be heard: what fits those better was none of it. */
export function ruleGrammar(
  rules: Readonly<Record<string, string>>,
  language: RecognizerLanguage,
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
  const jsgf = [
    '#JSGF V1.0;',
    'grammar rules;',
    ...(language === STRAY_LANGUAGE
      ? [
          `public <utterance> = /${1 - STRANGE}/ <rule_said> | /${STRANGE}/ <sounds>;`,
          `<sound> = ${PHONES.map(strayOf).join(' | ')};`,
          `<sounds> = <sound> ( /${1 - STRANGE_GOES_ON}/ <NULL> | /${STRANGE_GOES_ON}/ <sounds> );`,
        ]
      : ['public <utterance> = <rule_said>;']),
    ...lines,
  ].join('\n');
  return { jsgf, words: [...words], leastScore: RULE_SCORE };
}

/** References and weights stay as they are; the rest that is no operator are words. */
const PARTS = /<[^>]*>|\/[^/]*\/|([^\s()[\]|*+;<>/]+)/g;
