import { FIRST_NAMES, LAST_NAMES } from '../understanding/entities/commonNames.ts';

/** Where most people have their mail; a word that is spelled in part is heard so as well. */
const PROVIDERS = [
  'gmail dot com',
  'g mail dot com',
  'google mail dot com',
  'outlook dot com',
  'hotmail dot com',
  'hotmail dot co dot <u_k>',
  'yahoo dot com',
  'yahoo dot co dot <u_k>',
  'i cloud dot com',
  'a o l dot com',
  'live dot com',
  'msn dot com',
  'm s n dot com',
  'me dot com',
  'proton mail dot com',
  'proton dot me',
  'g m x dot (com | net | <d_e>)',
  'web dot <d_e>',
  'comcast dot net',
  'verizon dot net',
  'b t internet dot com',
];
/** What businesses have before the sign, and names of theirs behind it, without words that sound like another. */
const DESKS =
  'info mail e-mail office sales support hello contact help service team admin billing accounts orders booking bookings reception news press jobs marketing manager service enquiries';
const BUSINESSES =
  'example company business office shop store studio group home garden green blue clinic dental dentist school college university bank media design travel hotel restaurant bakery kitchen flowers books music sports health medical law legal consulting solutions systems software tech digital online web network service services partners team world city north south east west northwind';
const ENDINGS =
  '/12/ com | /3/ org | /3/ net | /2/ co dot <u_k> | /1/ <u_k> | /1/ edu | /1/ info | /1/ biz | /1/ i o | /1/ <d_e> | /1/ <e_u> | /1/ c a | /1/ us | /1/ co | /1/ me';
/** Said behind a letter so that it is not taken for another. */
const AS_IN: Readonly<Record<string, string>> = {
  a: 'alpha apple adam anna',
  b: 'bravo boy bob',
  c: 'charlie cat',
  d: 'delta dog david',
  e: 'echo edward elephant',
  f: 'foxtrot frank fox',
  g: 'golf george',
  h: 'hotel henry house',
  i: 'india ida ice',
  j: 'juliet john',
  k: 'kilo king',
  l: 'lima larry love',
  m: 'mike mary mother',
  n: 'november nancy nora',
  o: 'oscar orange',
  p: 'papa peter paul',
  q: 'quebec queen',
  r: 'romeo robert',
  s: 'sierra sam sugar',
  t: 'tango tom',
  u: 'uniform uncle',
  v: 'victor victory',
  w: 'whiskey william',
  x: 'x-ray',
  y: 'yankee yellow',
  z: 'zulu zebra',
};
const LETTERS = Object.keys(AS_IN);

const words = (list: string) => [...new Set(list.split(' '))];
const anyOf = (expansions: readonly string[]) => [...new Set(expansions)].join(' | ');

/**
 * The rule `email` of an address as it is said: names of people or desks before the sign, or letters one by one (those
 * of frequent names before others), and a provider, one of these `domains`, or words of businesses behind it. For rules
 * that have `digit`, `letter`, `first_name` and `last_name`. English.
 */
export function emailRules(domains: readonly string[] = []): Record<string, string> {
  const own = domains.map(saidDomain).filter((domain) => domain !== null);
  return {
    email: '<mailbox> at <mail_domain>',
    mailbox: '/6/ <named_box> <box_digits> | /3/ <desk> [[<mail_sign>] <desk>] | /4/ <spelled_box>',
    named_box:
      '/6/ <first_name> <mail_sign> <last_name> | /4/ <first_name> <last_name> | /3/ <first_name> | /1/ <last_name> | /2/ <letter> <mail_sign> <last_name> | /0.5/ <letter> <last_name> | /1/ <first_name> <mail_sign> <letter> | /1/ <last_name> <mail_sign> <first_name>',
    // Figures are too like the sounds between two words to be listened for as readily.
    box_digits: '/12/ <NULL> | /1/ [<mail_sign>] <digit>+',
    desk: anyOf(words(DESKS)),
    spelled_box:
      '/2/ <spelled_name> [<mail_sign> (<spelled_name> | <last_name>)] | /3/ <clear_letter>+ [<mail_sign> (<clear_letter>+ | <last_name>)] <box_digits>',
    spelled_name: anyOf([...FIRST_NAMES, ...LAST_NAMES].flatMap(spellings)),
    clear_letter: anyOf(
      LETTERS.map((letter) => `${letter} (as in | for | like) (${words(AS_IN[letter]!).join(' | ')})`),
    ),
    mail_sign: '/6/ dot | /2/ underscore | /2/ dash | hyphen | plus',
    mail_domain: `/8/ (${anyOf(PROVIDERS)}) ${own.length > 0 ? `| /8/ (${anyOf(own)}) ` : ''}| /4/ <site> [dash <site>] dot <mail_ending>`,
    site: `/6/ (${anyOf(words(BUSINESSES))}) | /2/ <last_name> | /1/ <first_name> | /2/ <clear_letter>+`,
    mail_ending: ENDINGS,
    u_k: 'u k',
    d_e: 'd e',
    e_u: 'e u',
  };
}

/** “m i l l e r”, and “m i double l e r”. */
function spellings(name: string): string[] {
  const letters = [...name].join(' ');
  const doubled = letters.replace(/(\w) \1/g, 'double $1');
  return doubled === letters ? [letters] : [letters, doubled];
}

/** “green dash garden dot com”; null for what nobody says in one breath. */
function saidDomain(domain: string): string | null {
  if (!/^[a-z]+(?:[.-][a-z]+)+$/.test(domain)) return null;
  return domain
    .replaceAll('-', ' dash ')
    .replace(/\.([a-z]+)/g, (_, part: string) =>
      part.length === 2 ? ` dot ${[...part].join(' ')}` : ` dot ${part}`,
    );
}
