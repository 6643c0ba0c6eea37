/**
 * Headers as they are typed, one a line: `Name: value` sets one, `-Name` takes one away. Null for lines that are
 * neither.
 */
export function headersOf(text: string): Record<string, string | null> | null {
  const headers: Record<string, string | null> = {};
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const removed = /^-\s*([^\s:]+)$/.exec(line)?.[1];
    const [, name, value] = /^([^\s:]+)\s*:\s*(.+)$/.exec(line) ?? [];
    if (removed !== undefined) headers[removed] = null;
    else if (name !== undefined && value !== undefined) headers[name] = value;
    else return null;
  }
  return headers;
}

export const HEADERS_WRONG = 'Write one a line, as Name: value.';

/** What to know of headers that are kept. */
export const headersHint = (kept: readonly string[]) =>
  kept.length === 0
    ? 'One a line, such as Authorization: Bearer … – kept sealed and never shown again.'
    : `Kept and not shown: ${kept.join(', ')}. Write one anew to replace it, or -name to take it away.`;
