/** A plain text as our markup, and how places in the one are found in the other. */
export interface FromPlain {
  markup: string;
  /** The offset in the plain text for one in the markup. */
  plainAt(offset: number): number;
}

const NEEDS_ESCAPE = /&(?=#?\w{1,10};)|</g;
const BREAK_OR_ESCAPE = /<break\s+time="\d+(?:\.\d+)?m?s"\s*\/>|&(?=#?\w{1,10};)|</g;

/**
 * A plain text, in which nothing is markup, as a text of ours; with `breaks`, `<break time="1.5s"/>` stays a pause.
 */
export function fromPlain(text: string, { breaks = false } = {}): FromPlain {
  /** Where the markup is longer than the plain text from there on, and by how much in all. */
  const longer: { from: number; by: number }[] = [];
  let by = 0;
  const markup = text.replace(breaks ? BREAK_OR_ESCAPE : NEEDS_ESCAPE, (found, at: number) => {
    const escaped = found === '&' ? '&amp;' : found === '<' ? '&lt;' : found;
    if (escaped === found) return found;
    longer.push({ from: at + by + escaped.length, by: by + escaped.length - 1 });
    by += escaped.length - 1;
    return escaped;
  });
  return {
    markup,
    plainAt(offset) {
      const passed = longer.findLast(({ from }) => from <= offset);
      return Math.min(text.length, offset - (passed?.by ?? 0));
    },
  };
}
