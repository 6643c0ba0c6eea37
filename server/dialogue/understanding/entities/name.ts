import { isDayWord } from '../when/whenSaid.ts';

const INTRODUCED =
  /\b(?:my (?:full )?name(?:'s| is)|the name(?:'s| is)|name(?:'s| is)|i am called|call me|under the name(?: of)?|under|this is|for a|for)\s+(?:(?:mr|mrs|ms|miss|dr)\.?\s+)?/i;
const SPEAKING = /^(?:(?:hello|hi),?\s+)?(.{2,40}?)\s+(?:speaking|here)\b/i;
const IT_IS =
  /^(?:(?:yes|yeah|sure|ok|okay|um|uh|well|oh),?\s+)*(?:it(?:'s| is)|i(?:'m| am)|that(?:'s| is| would be)|that'll be)\s+/i;
/** Two words with capitals: “…, it's Maria Lopez”. */
const NAMED_IN_PASSING =
  /\b(?:it's|it is|i'm|I'm|I am|It's|It is|hi|Hi|Hello|hello|Hey),? (\p{Lu}[\p{L}'-]+ \p{Lu}[\p{L}'-]+)/u;
const FILLERS =
  /^(?:(?:yes|yeah|sure|ok|okay|um|uh|er|well|oh|no|sorry|actually|please|certainly|of course|hi|hello|sorry),?\s+)+/i;

/** Words that end a name wherever they stand. */
const AFTER_NAMES = new Set(
  (
    'a an the my your our his her their this that these those it its i you we they he she me us not no yes yeah ok okay ' +
    'is are was were be been am do does did have has had will would can could should may might must want need ' +
    'about at on in of to from for with by and or but so if when where what why who how here there now today tomorrow ' +
    'tonight please thanks thank sorry hello hi speaking calling again'
  ).split(' '),
);

/** Words no name begins with: what follows “this is” or “for” is then something else. */
const NOT_NAMES = new Set(
  (
    'looking asking trying going wondering hoping interested morning afternoon evening next week month day days time ' +
    'noon order package parcel delivery appointment booking reservation checkup cleaning consultation haircut ' +
    'something anything nothing everything sure fine good great bad ridiculous urgent important wrong right correct ' +
    'bye goodbye cancel change book really very just still also too much more tracking number code email phone price ' +
    'status help person human agent idea know either any some one two three four five six seven eight nine ten all ' +
    'both first second third service sale free information info refund return remember forgot forget telling tell say ' +
    'same myself kids people men women actually wait never none nobody um uh er erm hmm hm mm well so like'
  ).split(' '),
);

/**
 * The name somebody gives for themselves, written with capitals. `asked`: the whole utterance may be it. Names that
 * are spelled (“S M I T H”, “Smith, S-M-I-T-H”) are put together.
 */
export function readName(text: string, asked = false): string | null {
  const plain = text
    .trim()
    .replace(/[’‘]/g, "'")
    .replace(/[.!?…]+$/, '');
  const introduced = INTRODUCED.exec(plain);
  if (introduced) {
    const name = nameFrom(plain.slice(introduced.index + introduced[0].length));
    const weak = /^(for|under|this is)/i.test(introduced[0]);
    if (name && (!weak || asked || /^[A-Z]/.test(plain.slice(introduced.index + introduced[0].length))))
      return name;
  }
  const itIs = NAMED_IN_PASSING.exec(plain)?.[1];
  const passing = itIs ? nameFrom(itIs) : null;
  if (passing?.includes(' ')) return passing;
  const speaking = SPEAKING.exec(plain)?.[1];
  const spoken = speaking ? nameFrom(speaking.replace(IT_IS, '')) : null;
  if (spoken) return spoken;
  if (!asked) return null;
  return nameFrom(plain.replace(FILLERS, '').replace(IT_IS, ''));
}

function nameFrom(text: string): string | null {
  const [said = '', ...more] = text.split(/[,;]|\b(?:and|please|thanks|thank you|my|the|i(?=\s+\w{2}))\b/i);
  const spelled = spelling(said) ?? spelling(more[0] ?? '');
  // “Nora, Nora Walsh”: the first name alone, then the whole.
  const whole = more[0]?.trim().toLowerCase().startsWith(`${said.trim().toLowerCase()} `) ? more[0] : said;
  const words = whole
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 4);
  const apart = words.filter((word) => word.length === 1 && /[a-z]/i.test(word)).length;
  if (spelled && apart >= 2 && apart === words.length) return capital(spelled);
  const name: string[] = [];
  for (const word of words) {
    const bare = word.toLowerCase().replace(/[^\p{L}'’-]/gu, '');
    if (bare === '' || AFTER_NAMES.has(bare) || /\d/.test(word)) break;
    if (name.length === 0 && (NOT_NAMES.has(bare) || isDayWord(bare))) break;
    name.push(capital(bare));
  }
  return name.length > 0 && name.join('').length > 1 ? name.join(' ') : null;
}

function spelling(text: string): string | null {
  const letters = text.trim().split(/[\s-]+/);
  return letters.length >= 2 && letters.every((letter) => /^[a-z]$/i.test(letter)) ? letters.join('') : null;
}

function capital(word: string): string {
  return word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
