import type { PersonalKind } from '../../../../shared/calls/redaction.ts';

/** Personal data in a text: from one character to before another. */
export interface Found {
  kind: PersonalKind;
  from: number;
  to: number;
}

/** Of places that overlap the one that was found first counts, widened to both; in order. */
export function merged(found: readonly Found[]): Found[] {
  const all: Found[] = [];
  for (const one of found) {
    const met = all.find((other) => one.from < other.to && other.from < one.to);
    if (met) {
      met.from = Math.min(met.from, one.from);
      met.to = Math.max(met.to, one.to);
    } else all.push({ ...one });
  }
  return all.sort((a, b) => a.from - b.from);
}

/** The text with each place shown as the name of its kind in brackets. */
export function withoutFound(text: string, found: readonly Found[]): string {
  let out = '';
  let at = 0;
  for (const { kind, from, to } of found) {
    if (to <= at) continue;
    out += `${text.slice(at, Math.max(at, from))}[${kind}]`;
    at = to;
  }
  return out + text.slice(at);
}
