import { z } from 'zod';
import { ProblemError } from '../../problem.ts';

const LONGEST_SCHEMA = 20_000;
const DEEPEST = 20;
/** Read by agents, but not enforced: a pattern of somebody else's can take hours on a well chosen text. */
const UNENFORCED = new Set(['pattern', 'patternProperties', 'format']);

/**
 * Reads the JSON Schema (2020-12) of a tool's input. Throws `validation-failed` for what is no schema of an object, is
 * too large, or refers to something elsewhere.
 */
export function inputOf(schema: Readonly<Record<string, unknown>>): z.ZodType {
  const invalid = (message: string) =>
    new ProblemError('validation-failed', `The schema of the input ${message}.`, {
      errors: [{ field: 'inputSchema', message }],
    });
  if (JSON.stringify(schema).length > LONGEST_SCHEMA) throw invalid('is longer than 20,000 characters');
  if (schema.type !== 'object') throw invalid('must describe an object: "type": "object"');
  const enforced = prepared(schema, 0, invalid);
  try {
    return z.fromJSONSchema(enforced as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (error) {
    throw invalid(`cannot be used: ${error instanceof Error ? error.message : 'it is not valid'}`);
  }
}

function prepared(value: unknown, depth: number, invalid: (message: string) => ProblemError): unknown {
  if (depth > DEEPEST) throw invalid('is nested too deeply');
  if (Array.isArray(value)) return value.map((item) => prepared(item, depth + 1, invalid));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key === '$ref' && (typeof inner !== 'string' || !inner.startsWith('#/')))
        throw invalid('may refer to its own parts only (#/…)');
      // Names of properties may be anything; a pattern is always a text.
      if (UNENFORCED.has(key) && (typeof inner === 'string' || key === 'patternProperties')) return [];
      return [[key, prepared(inner, depth + 1, invalid)]];
    }),
  );
}
