/** Characters that the engine does not read, as it reads them. */
const REPLACEMENTS: [RegExp, string][] = [
  [/[‘’ʼ`´]/g, "'"],
  [/[“”„«»]/g, '"'],
  [/…/g, '...'],
  [/[—–―]|--+/g, ', '],
  [/[‐‑−]/g, '-'],
  [/[€](\d[\d,]*(?:\.\d+)?)/g, '$1 euros'],
  [/[£](\d[\d,]*(?:\.\d+)?)/g, '$1 pounds'],
  [/[¥](\d[\d,]*(?:\.\d+)?)/g, '$1 yen'],
  [/(\d)\s*°\s*C\b/g, '$1 degrees Celsius'],
  [/(\d)\s*°\s*F\b/g, '$1 degrees Fahrenheit'],
  [/°/g, ' degrees '],
  [/€/g, ' euros '],
  [/£/g, ' pounds '],
  [/¥/g, ' yen '],
  [/§/g, ' section '],
  [/&/g, ' and '],
  [/</g, ' less than '],
  [/>/g, ' greater than '],
  [/([\w.])@([\w])/g, '$1 at $2'],
  [/@/g, ' at '],
  [/(\w)\.(?=(?:com|org|net|io|dev|ai|co|eu|uk|de)\b)/gi, '$1 dot '],
  [/\+/g, ' plus '],
  [/=/g, ' equals '],
  [/ß/g, 'ss'],
  [/æ/gi, 'ae'],
  [/œ/gi, 'oe'],
  [/ø/gi, 'o'],
  [/ł/gi, 'l'],
  [/đ/gi, 'd'],
  [/ı/g, 'i'],
];

/** A token in the ASCII that the engine reads; what has no reading (emoji) falls away. */
export function toSpokenAscii(text: string): string {
  let result = text.normalize('NFKC');
  for (const [pattern, replacement] of REPLACEMENTS) result = result.replace(pattern, replacement);
  return result
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[|\\^~{}[\]#*_]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The first run of letters that no English voice can read, such as “привет”. */
export function unreadableLetters(text: string): string | undefined {
  return /(?!\p{Script=Latin}|[ªºµ])\p{L}[\p{L}\p{M}]*/u.exec(text.normalize('NFKC'))?.[0];
}
