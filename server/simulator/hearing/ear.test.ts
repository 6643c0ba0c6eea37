import { afterAll, expect, test } from 'vitest';
import { openCallers } from '../../../scripts/support/callers.ts';

const callers = openCallers();
afterAll(() => callers.close());

test('a caller knows which question it was asked, and words are found where they are said and nowhere else', async () => {
  const { sounds, ear } = callers;
  const { mulaw } = await sounds.said(
    'Tomorrow at ten is free. [300] What name shall I book it under?',
    'flite:slt',
  );
  const silence = Buffer.alloc(4_000, 0xff);
  const heard = new Uint8Array(Buffer.concat([silence, mulaw, silence]));
  const asked = ['Shall I book it', 'What name shall I book it under', 'What day would suit you'];
  expect(await ear.understand(heard, asked)).toBe(1);
  expect(await ear.understand(heard, ['What day would suit you', 'Is there anything else'])).toBe(null);
  expect(await ear.hears(heard, 'tomorrow at ten is free')).toBe(true);
  expect(await ear.hears(heard, 'nothing is free')).toBe(false);
}, 120_000);
