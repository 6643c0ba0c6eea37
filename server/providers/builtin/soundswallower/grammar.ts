/** The sounds of American English in the model, without its noises. */
export const PHONES =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  );

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

/** One of several phrases, each a list of words. */
export function phraseGrammar(phrases: readonly (readonly string[])[]): string {
  return `#JSGF V1.0;\ngrammar phrases;\npublic <said> = ${phrases.map((words) => words.join(' ')).join(' | ')};`;
}
