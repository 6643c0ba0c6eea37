/** The sounds the engine knows (CMU's US English set), without its pause. */
const PHONES = new Set(
  'aa ae ah ao aw ax ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p r s sh t th uh uw v w y z zh'.split(
    ' ',
  ),
);
const VOWELS = /^(?:[aeiou]|er)/;

/** IPA symbols of English to the engine's sounds; the longest match is read first. */
const IPA: Record<string, string> = {
  tʃ: 'ch',
  t͡ʃ: 'ch',
  ʧ: 'ch',
  dʒ: 'jh',
  d͡ʒ: 'jh',
  ʤ: 'jh',
  aɪ: 'ay',
  aʊ: 'aw',
  eɪ: 'ey',
  oʊ: 'ow',
  əʊ: 'ow',
  ɔɪ: 'oy',
  ɪə: 'iy r',
  eə: 'eh r',
  ʊə: 'uh r',
  iː: 'iy',
  i: 'iy',
  ɪ: 'ih',
  e: 'eh',
  ɛ: 'eh',
  æ: 'ae',
  a: 'aa',
  ɑː: 'aa',
  ɑ: 'aa',
  ɒ: 'aa',
  ɔː: 'ao',
  ɔ: 'ao',
  o: 'ow',
  uː: 'uw',
  u: 'uw',
  ʊ: 'uh',
  ʌ: 'ah',
  ə: 'ax',
  ɐ: 'ax',
  ᵻ: 'ih',
  ɜː: 'er',
  ɜ: 'er',
  ɝ: 'er',
  ɚ: 'er',
  əɹ: 'er',
  ɜːɹ: 'er',
  y: 'uw',
  ø: 'er',
  œ: 'er',
  p: 'p',
  b: 'b',
  t: 't',
  d: 'd',
  k: 'k',
  g: 'g',
  ɡ: 'g',
  ʔ: '',
  f: 'f',
  v: 'v',
  θ: 'th',
  ð: 'dh',
  s: 's',
  z: 'z',
  ʃ: 'sh',
  ʒ: 'zh',
  h: 'hh',
  ç: 'hh',
  x: 'k',
  m: 'm',
  n: 'n',
  ŋ: 'ng',
  ɲ: 'n y',
  l: 'l',
  ɫ: 'l',
  ɹ: 'r',
  r: 'r',
  ɾ: 'd',
  ʁ: 'r',
  j: 'y',
  w: 'w',
  ʍ: 'w',
};
const IPA_KEYS = Object.keys(IPA).sort((a, b) => b.length - a.length);
const IPA_SILENT = /^(?:[.\s\u203f\u02d0\u02d1-]|\p{M})/u;

/**
 * The engine's sounds for a `<phoneme>`, stressed vowels with a `1`. Returns the part that cannot be read
 * when there is one.
 */
export function phonesOf(phoneme: {
  alphabet: string;
  ph: string;
}): { phones: string[] } | { unreadable: string } {
  if (phoneme.alphabet === 'x-sampa') return { unreadable: phoneme.ph };
  return phoneme.alphabet === 'arpabet' ? fromArpabet(phoneme.ph) : fromIpa(phoneme.ph);
}

function fromArpabet(ph: string): { phones: string[] } | { unreadable: string } {
  const phones: string[] = [];
  for (const symbol of ph
    .toLowerCase()
    .split(/[\s.-]+/)
    .filter(Boolean)) {
    const [, name = '', stress] = /^([a-z]+)([0-2]?)$/.exec(symbol) ?? [];
    if (!PHONES.has(name)) return { unreadable: symbol };
    if (name === 'ah' && stress === '0') phones.push('ax');
    else phones.push(stress === '1' ? `${name}1` : name);
  }
  return phones.length === 0 ? { unreadable: ph } : { phones };
}

function fromIpa(ph: string): { phones: string[] } | { unreadable: string } {
  const phones: string[] = [];
  let rest = ph.normalize('NFC').replace(/^[/[]|[/\]]$/g, '');
  let stressed = false;
  while (rest !== '') {
    if (rest.startsWith('ˈ') || rest.startsWith("'")) {
      stressed = true;
      rest = rest.slice(1);
      continue;
    }
    if (rest.startsWith('ˌ') || rest.startsWith(',')) {
      rest = rest.slice(1);
      continue;
    }
    const key = IPA_KEYS.find((candidate) => rest.startsWith(candidate));
    if (key === undefined) {
      if (!IPA_SILENT.test(rest)) return { unreadable: String.fromCodePoint(rest.codePointAt(0)!) };
      rest = rest.slice(1);
      continue;
    }
    rest = rest.slice(key.length);
    for (const phone of IPA[key]!.split(' ').filter(Boolean)) {
      const takesStress = stressed && VOWELS.test(phone);
      phones.push(takesStress ? `${phone}1` : phone);
      if (takesStress) stressed = false;
    }
  }
  return phones.length === 0 ? { unreadable: ph } : { phones };
}
