import { type PersonalityContent, plainContent } from './content.ts';

/** One thing that differs between two states of a personality; null: it is not there. */
export interface ContentChange {
  /** Where it stands, such as `traits.formality` or `voice.settings.stability`. */
  field: string;
  from: string | number | null;
  to: string | number | null;
}

type Leaf = string | number | null;

/** Every value by its place; lists count as one value, a line for each entry. */
function leavesOf(value: unknown, path: string, into: Map<string, Leaf>): Map<string, Leaf> {
  if (Array.isArray(value)) return into.set(path, value.length === 0 ? null : value.join('\n'));
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value))
      leavesOf(inner, path === '' ? name : `${path}.${name}`, into);
    return into;
  }
  if (value === undefined) return into;
  const leaf = typeof value === 'number' ? value : value === null || value === '' ? null : String(value);
  return into.set(path, leaf);
}

/** Every place in the order in which it is told: the database does not keep the order of fields. */
const PLACES = [...leavesOf(plainContent(''), '', new Map()).keys()];

/** What differs between two states of a personality, in the order in which it is told. */
export function compareContents(from: PersonalityContent, to: PersonalityContent): ContentChange[] {
  const before = leavesOf(from, '', new Map());
  const after = leavesOf(to, '', new Map());
  return [...new Set([...PLACES, ...before.keys(), ...after.keys()])].flatMap((field) => {
    const [a, b] = [before.get(field) ?? null, after.get(field) ?? null];
    return a === b ? [] : [{ field, from: a, to: b }];
  });
}
