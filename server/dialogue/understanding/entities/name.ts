import { familiarity } from '../intents/intents.ts';
import { isSaidBeside } from '../saidBeside.ts';
import { isDayWord } from '../when/whenSaid.ts';
import { isCommonName } from './commonNames.ts';

const INTRODUCED =
  /\b(?:my (?:full )?name(?:'s| is)|the name(?:'s| is)|name(?:'s| is)|i am called|call me|under the name(?: of)?|(?:change|correct|put) (?:the|that|my) name to|under|this is|for a|for)\s+(?:(?:mr|mrs|ms|miss|dr)\.?\s+)?/i;
const SPEAKING = /^(?:(?:hello|hi),?\s+)?(.{2,40}?)\s+(?:speaking|here)\b/i;
const IT_IS =
  /^(?:(?:yes|yeah|sure|ok|okay|um|uh|well|oh),?\s+)*(?:it(?:'s| is)|i(?:'m| am)|that(?:'s| is| would be)|that'll be)\s+/i;
/** Two words with capitals: “…, it's Maria Lopez”. */
const NAMED_IN_PASSING =
  /\b(?:it's|it is|i'm|I'm|I am|It's|It is|hi|Hi|Hello|hello|Hey),? (\p{Lu}[\p{L}'-]+ \p{Lu}[\p{L}'-]+)/u;
const FILLERS =
  /^(?:(?:yes|yeah|sure|ok|okay|u+m+|uh|er|well|oh|no|sorry|actually|please|certainly|of course|hi|hello|hey),?\s+)+/i;

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
    'same myself kids people men women actually wait never none nobody um uh er erm hmm hm mm well so like as whatever whenever whichever'
  ).split(' '),
);

/** Takes back what was said or understood. */
const TAKEN_BACK =
  /^(?:(?:no|nope|not|oh|wait|sorry|actually|oops|rather|i (?:meant|mean|said)|make (?:it|that)|it should be|it(?:'s| is))[,.]?\s+)+/i;
/** Whom it is not, behind whom it is: “Robin Ellis, not Rob”. */
const NOT_WHOM = /^not\s+\S+(?:\s+\S+)?$/i;
/** What only sentences hold. */
const OF_SENTENCES =
  /\b(?:i|you|we|they|he|she|it|me|us|that|this|is|are|was|has|have|had|do|does|did|can|could|would|will|should)\b/i;
/** Behind a verb (“hold on”), not behind a name. */
const DANGLING = /^(?:on|in|up|off|out|by|to|for|about)(?:\s+(?:a|one|please|then|now)\b.*)?$/i;
/** How a name goes on that is spelled out or called one. */
const CALLED = /^(?:is (?:my|the|our) |(?:that is |that's |it's |it is )?(?:spelled|spelt|with |as in ))/i;

/**
 * The name somebody gives for themselves, written with capitals. `asked`: the whole utterance may be it, unless it
 * means something by itself. Names that are spelled (“S M I T H”, “Smith, S-M-I-T-H”) are put together.
 */
export function readName(text: string, asked = false): string | null {
  const plain = plainOf(text);
  const introduced = INTRODUCED.exec(plain);
  if (introduced) {
    const name = nameFrom(plain.slice(introduced.index + introduced[0].length))?.name;
    const weak = /^(for|under|this is)/i.test(introduced[0]);
    if (name && (!weak || asked || /^[A-Z]/.test(plain.slice(introduced.index + introduced[0].length))))
      return name;
  }
  const itIs = NAMED_IN_PASSING.exec(plain)?.[1];
  const passing = itIs ? nameFrom(itIs)?.name : null;
  if (passing?.includes(' ')) return passing;
  const speaking = SPEAKING.exec(plain)?.[1];
  const spoken = speaking ? nameFrom(speaking.replace(IT_IS, ''))?.name : null;
  if (spoken) return spoken;
  return asked ? bareName(plain.replace(FILLERS, '').replace(IT_IS, '')) : null;
}

/**
 * The name that somebody gives instead of one they gave before, though something else was asked: “no, Robert”,
 * “Lisa Simpson”. Nothing else may be said, and it has to look like a name: everything can stand in its place.
 */
export function readCorrectedName(text: string): string | null {
  const plain = plainOf(text);
  const said = plain.replace(TAKEN_BACK, '');
  const read = nameFrom(said);
  if (!read || isSaidBeside(read.name)) return null;
  const rest = `${read.rest} ${read.behind}`.trim();
  if (rest !== '' && !NOT_WHOM.test(rest)) return null;
  const words = said.split(/[,\s]+/).slice(0, read.name.split(' ').length);
  const likely = words.filter((word) => /^\p{Lu}/u.test(word) || isCommonName(word.toLowerCase()));
  return likely.length === words.length && (words.length > 1 || said !== plain) ? read.name : null;
}

const plainOf = (text: string) =>
  text
    .trim()
    .replace(/[’‘]/g, "'")
    .replace(/[.!?…]+$/, '');

/** A name that is not introduced by anything: what stands around it must not make a sentence of it. */
function bareName(text: string): string | null {
  const read = nameFrom(text);
  if (!read || isSaidBeside(read.name)) return null;
  const { name, rest, behind } = read;
  if (DANGLING.test(`${rest} ${behind}`.trim())) return null;
  if (name.includes(' ') || isCommonName(name.toLowerCase())) return name;
  if (OF_SENTENCES.test(rest) && !CALLED.test(`${rest} ${behind}`)) return null;
  // “Quickly, could you tell me …”: a word as it is used every day, and a sentence behind it.
  return OF_SENTENCES.test(behind) && familiarity(name) === 1 && !CALLED.test(behind) ? null : name;
}

/** A name at the beginning of a text, the rest of its clause, and what is said behind that. */
function nameFrom(text: string): { name: string; rest: string; behind: string } | null {
  const [said = '', ...more] = text.split(/[,;]|\b(?:and|please|thanks|thank you|my|the|i(?=\s+\w{2}))\b/i);
  const spelled = spelling(said) ?? spelling(more[0] ?? '');
  const behind = spelled ? '' : text.slice(said.length).replace(/^[,;\s]+/, '');
  // “Nora, Nora Walsh”: the first name alone, then the whole.
  const whole = more[0]?.trim().toLowerCase().startsWith(`${said.trim().toLowerCase()} `) ? more[0] : said;
  const words = whole
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 4);
  const apart = words.filter((word) => word.length === 1 && /[a-z]/i.test(word)).length;
  if (spelled && apart >= 2 && apart === words.length)
    return { name: capital(spelled), rest: '', behind: '' };
  const name: string[] = [];
  for (const word of words) {
    const bare = word.toLowerCase().replace(/[^\p{L}'’-]/gu, '');
    if (bare === '' || AFTER_NAMES.has(bare) || /\d/.test(word)) break;
    if (name.length === 0 && (NOT_NAMES.has(bare) || isDayWord(bare))) break;
    name.push(capital(bare));
  }
  if (name.join('').length < 2) return null;
  return { name: name.join(' '), rest: words.slice(name.length).join(' '), behind };
}

function spelling(text: string): string | null {
  const letters = text
    .replace(/^\s*(?:that is|that's|it's|it is|spelled|spelt)\s+/i, '')
    .trim()
    .split(/[\s-]+/);
  return letters.length >= 2 && letters.every((letter) => /^[a-z]$/i.test(letter)) ? letters.join('') : null;
}

function capital(word: string): string {
  return word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
