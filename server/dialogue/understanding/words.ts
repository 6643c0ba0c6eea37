/** Short forms that carry a meaning of their own; the rest stays as it is said. */
const SHORT_FORMS: readonly [RegExp, string][] = [
  [/\b(ca)n't\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/\b(\w+)n't\b/g, '$1 not'],
  [/\bi'm\b/g, 'i am'],
  [/\b(what|where|when|who|how|that|there|here|it|he|she|name|number|code)'s\b/g, '$1 is'],
  [/\b(\w+)'re\b/g, '$1 are'],
  [/\b(\w+)'ve\b/g, '$1 have'],
  [/\b(\w+)'ll\b/g, '$1 will'],
  [/\b(\w+)'d\b/g, '$1 would'],
  [/\blet's\b/g, 'let us'],
];

/** The same as they are typed in haste. */
const HASTE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    thats: 'that is',
    dont: 'do not',
    doesnt: 'does not',
    didnt: 'did not',
    isnt: 'is not',
    wasnt: 'was not',
    hasnt: 'has not',
    havent: 'have not',
    arent: 'are not',
    couldnt: 'could not',
    wouldnt: 'would not',
    cant: 'can not',
    cannot: 'can not',
    wont: 'will not',
    im: 'i am',
    ive: 'i have',
    youre: 'you are',
    theyre: 'they are',
    whats: 'what is',
    wheres: 'where is',
    whens: 'when is',
    whos: 'who is',
    hows: 'how is',
    heres: 'here is',
    theres: 'there is',
    its: 'it is',
    lets: 'let us',
    u: 'you',
    ur: 'your',
    ya: 'you',
    pls: 'please',
    plz: 'please',
    thx: 'thanks',
    ty: 'thank you',
    gonna: 'going to',
    wanna: 'want to',
    gotta: 'have to',
    gimme: 'give me',
    lemme: 'let me',
    appt: 'appointment',
    tmrw: 'tomorrow',
    tmr: 'tomorrow',
    wed: 'wednesday',
    thurs: 'thursday',
    tues: 'tuesday',
  }),
);

/**
 * An utterance as plain words: lower case, without punctuation, short forms written out, hyphens and slashes
 * opened. Commas and stops vanish, figures lose what groups them (`12,345`), clock times keep their colon.
 */
export function wordsOf(text: string): string[] {
  let plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'");
  for (const [form, long] of SHORT_FORMS) plain = plain.replace(form, long);
  return plain
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/\b([ap])\.\s?m\b\.?/g, '$1m')
    .replace(/(\d)\s*([ap])\s?m\b/g, '$1 $2m')
    .replace(/'s\b/g, ' s')
    .replace(/(\d)[.:](\d\d)(?!\d)/g, '$1:$2')
    .replace(/(\d)[-/](?=\d)/g, '$1 ')
    .split(/[^\p{L}\p{N}:']+/u)
    .map((word) => word.replace(/^[':]+|[':]+$/g, ''))
    .flatMap((word) => HASTE.get(word)?.split(' ') ?? [word])
    .filter((word) => word !== '');
}
