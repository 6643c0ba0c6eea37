import { expect, test } from 'vitest';
import { inputOf } from './jsonSchema.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

test.each([
  ['no object', { type: 'string' }],
  ['a reference elsewhere', object({ a: { $ref: 'https://evil.example/schema' } })],
  ['too long', object({ a: { description: 'x'.repeat(30_000) } })],
  ['too deep', Array.from({ length: 30 }).reduce<object>((inner) => object({ a: inner }), {})],
  ['an unknown type', object({ a: { type: 'anything' } })],
])('what cannot be used is refused with the reason: %s', (_, schema) => {
  expect(() => inputOf(schema as Record<string, unknown>)).toThrow('The schema of the input');
});

test('a pattern of somebody else’s is not run', () => {
  const schema = inputOf(object({ text: { type: 'string', pattern: '^(a+)+$', maxLength: 100 } }));
  const startedAtMs = performance.now();
  expect(schema.safeParse({ text: `${'a'.repeat(60)}!` }).success).toBe(true);
  expect(performance.now() - startedAtMs).toBeLessThan(500);
  expect(schema.safeParse({ text: 'a'.repeat(200) }).success).toBe(false);
});

test('a field may be called what a keyword is called', () => {
  const schema = inputOf(
    object({ pattern: { type: 'string' } }, { required: ['pattern'], additionalProperties: false }),
  );
  expect(schema.safeParse({ pattern: 'x' }).success).toBe(true);
  expect(schema.safeParse({}).success).toBe(false);
});

test('a schema may refer to its own parts, also in circles', () => {
  const schema = inputOf({
    ...object({ tree: { $ref: '#/$defs/node' } }),
    $defs: {
      node: object({
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
      }),
    },
  });
  expect(schema.safeParse({ tree: { name: 'a', children: [{ name: 'b', children: [] }] } }).success).toBe(
    true,
  );
  expect(schema.safeParse({ tree: { name: 'a', children: [{ name: 1 }] } }).success).toBe(false);
});
