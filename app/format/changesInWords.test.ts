import { expect, test } from 'vitest';
import { parameterChange } from './changesInWords.ts';

test("a voice's own settings are told one by one, from where they stood by themselves", () => {
  const change = { name: 'settings', from: null, to: { stability: 0.7, topK: 50 } };
  expect(parameterChange(change)).toBe('stability 0.5 → 0.7, top k 50 → 50');
});
