const LONGEST_TEXT = 4000;
const DEEPEST = 12;

/**
 * A JSON value cut down to about `limit` characters: long texts end with “…”, long lists say how many entries are
 * missing. Costs no more time for a huge value than for one of the limit's size.
 */
export function shortened(value: unknown, limit: number): unknown {
  let left = limit;
  const walk = (one: unknown, depth: number): unknown => {
    const plain = hasToJson(one) ? one.toJSON() : one;
    if (typeof plain === 'string') {
      const room = Math.max(0, Math.min(left, LONGEST_TEXT));
      left -= Math.min(plain.length, room) + 2;
      return plain.length > room ? `${plain.slice(0, room)}…` : plain;
    }
    if (plain === null || typeof plain !== 'object') {
      left -= 8;
      return typeof plain === 'number' || typeof plain === 'boolean' ? plain : null;
    }
    if (depth >= DEEPEST) return '…';
    return Array.isArray(plain) ? list(plain, depth) : record(plain, depth);
  };
  const list = (items: readonly unknown[], depth: number) => {
    const kept: unknown[] = [];
    for (const item of items) {
      if (left <= 0) return [...kept, `… ${items.length - kept.length} more`];
      kept.push(walk(item, depth + 1));
      left -= 1;
    }
    return kept;
  };
  const record = (from: object, depth: number) => {
    const kept: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(from)) {
      if (inner === undefined) continue;
      if (left <= 0) return { ...kept, '…': 'more was left out' };
      left -= key.length + 4;
      kept[key.slice(0, 200)] = walk(inner, depth + 1);
    }
    return kept;
  };
  return walk(value, 0);
}

function hasToJson(value: unknown): value is { toJSON(): unknown } {
  return typeof (value as { toJSON?: unknown } | null | undefined)?.toJSON === 'function';
}
