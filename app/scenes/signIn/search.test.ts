import { expect, test } from 'vitest';
import { signInSearch } from './search.ts';

test('after signing in one goes to a path of this app only', () => {
  expect(signInSearch({ next: '/scripts/1?t=200' }).next).toBe('/scripts/1?t=200');
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 7])
    expect(signInSearch({ next }).next).toBeUndefined();
});
