/** What a `Range` header asks for: everything, one inclusive range of bytes, or something that is not there. */
export type Wanted = 'all' | 'unsatisfiable' | { start: number; end: number };

/**
 * Reads a `Range` header (RFC 9110, 14.2) for a body of `sizeBytes`. What is not one well-formed range of bytes
 * means everything, as the standard allows.
 */
export function wantedBytes(header: string | undefined, sizeBytes: number): Wanted {
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'all';
  if (first === '') {
    const suffixBytes = Number(last);
    if (suffixBytes === 0 || sizeBytes === 0) return 'unsatisfiable';
    return { start: Math.max(0, sizeBytes - suffixBytes), end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < start) return 'all';
  return start >= sizeBytes ? 'unsatisfiable' : { start, end };
}

/** Whether an `If-None-Match` list names this entity tag; weak tags count, as they do for GET. */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((entry) => {
    const named = entry.trim().replace(/^W\//, '');
    return named === '*' || named === tag;
  });
}
