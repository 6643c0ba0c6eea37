const WRITTEN = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const SIGNS: readonly [RegExp, string][] = [
  [/\s+(?:at|at sign)\s+/g, '@'],
  [/\s*\b(?:dot|period|point)\b\s*/g, '.'],
  [/\s*\bunderscore\b\s*/g, '_'],
  [/\s*\b(?:dash|hyphen|minus)\b\s*/g, '-'],
  [/\s*\bplus\b\s*/g, '+'],
];

/** The e-mail address in an utterance, written or spelled: “anna dot smith at example dot com”. Lower case. */
export function readEmail(text: string): string | null {
  const written = WRITTEN.exec(text)?.[0];
  if (written) return written.toLowerCase();
  let plain = text.toLowerCase();
  if (!/\bat\b.*\bdot\b/.test(plain)) return null;
  plain = plain
    .replace(/[,;!?]/g, ' ')
    .replace(/^.*\b(?:address|e-?mail|mail|it)(?:'s| is)\s+|^(?:it's|that's|that is)\s+/g, '')
    .replace(/\bdouble (\w)\b/g, '$1$1')
    .trim();
  for (const [said, sign] of SIGNS) plain = plain.replace(said, sign);
  // Letters that were spelled one by one belong together.
  plain = plain.replace(/\b(\w)(?:\s+(\w)\b(?!\s*\w{2}))+/g, (letters) => letters.replace(/\s+/g, ''));
  return (
    WRITTEN.exec(plain.replace(/\s+(?=[^@]*@)/g, (space, at: number) => (at < 0 ? space : ' ')))?.[0] ?? null
  );
}
