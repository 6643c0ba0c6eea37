import type { AudioStore } from '../../storage/audioStore.ts';

export type Headers = Readonly<Record<string, string>>;

/** Headers after a change: null takes one away, those that are not named stay. Names are compared without case. */
export function changedHeaders(before: Headers, change: Readonly<Record<string, string | null>>): Headers {
  const after = new Map(Object.entries(before).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, value] of Object.entries(change))
    if (value === null) after.delete(name.toLowerCase());
    else after.set(name.toLowerCase(), value);
  return Object.fromEntries(after);
}

/** Headers as a row keeps them: sealed, with their names to be shown. */
export function sealedHeaders(audioStore: Pick<AudioStore, 'seal'>, headers: Headers) {
  return { sealedHeaders: audioStore.seal(JSON.stringify(headers)), headerNames: Object.keys(headers) };
}

export function openHeaders(audioStore: Pick<AudioStore, 'open'>, row: { sealedHeaders: Buffer }): Headers {
  return JSON.parse(audioStore.open(row.sealedHeaders)) as Headers;
}
