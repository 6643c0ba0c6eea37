import { afterAll, describe, expect, test } from 'vitest';
import { openCallers } from '../../../scripts/support/callers.ts';
import { encodeMuLaw } from '../../audio/g711.ts';
import { wasSaid } from './evidence.ts';

const { sounds, ear, close } = openCallers();
afterAll(close);

const SILENCE = Buffer.alloc(4_000, 0xff);
const PATIENCE_MS = 120_000;

/** A call in which somebody says this without leaving a pause between two sayings. */
async function call(...sayings: string[]): Promise<Uint8Array> {
  const said = await Promise.all(sayings.map((text) => sounds.said(text, 'flite:slt')));
  return new Uint8Array(Buffer.concat([SILENCE, ...said.map(({ mulaw }) => mulaw), SILENCE]));
}

/** As an answering machine's. */
function tone(): Uint8Array {
  const samples = Int16Array.from(
    { length: 2_400 },
    (_, index) => 8_000 * Math.sin((2 * Math.PI * 1_000 * index) / 8_000),
  );
  return encodeMuLaw(samples);
}

test(
  'a caller knows which question it was asked, and words are found where they are said and nowhere else',
  async () => {
    const heard = await call('Tomorrow at ten is free. [300] What name shall I book it under?');
    const asked = ['Shall I book it', 'What name shall I book it under', 'What day would suit you'];
    expect(await ear.understand(heard, asked)).toBe(1);
    expect(await ear.understand(heard, ['What day would suit you', 'Is there anything else'])).toBe(null);
    // It is not at the end.
    expect(await ear.understand(heard, ['Tomorrow at ten is free'])).toBe(null);
    expect(await ear.hears(heard, 'tomorrow at ten is free')).toBe(true);
    expect(await ear.hears(heard, 'nothing is free')).toBe(false);
  },
  PATIENCE_MS,
);

test(
  'a short question behind a long sentence is understood',
  async () => {
    const asked = ['What name shall I book it under', 'Shall I book it'];
    const heard = await call('Filling on Wednesday at one, for Grace Miller.', 'Shall I book it?');
    expect(await ear.understand(heard, asked)).toBe(1);
    const other = await call('Today at 2 PM is free.', 'What name shall I book it under?');
    expect(await ear.understand(other, asked)).toBe(0);
  },
  PATIENCE_MS,
);

describe('words among many others', () => {
  test(
    'are found inside of a saying, at its end and across two',
    async () => {
      const heard = await call(
        'This call may be recorded, and an AI assistant speaks with you.',
        'Our office is closed at the moment.',
        'Thank you for calling. [400] Goodbye.',
      );
      for (const words of ['closed at the moment', 'Thank you for calling', 'for calling goodbye'])
        expect(await ear.hears(heard, words), words).toBe(true);
      expect(await ear.hears(heard, 'at the moment thank you')).toBe(true);
      for (const words of ['during our opening hours', 'closed on Saturday', 'thank you for waiting'])
        expect(await ear.hears(heard, words), words).toBe(false);
    },
    PATIENCE_MS,
  );

  test(
    'are found before a tone',
    async () => {
      const said = await call('Nobody is there at the moment. Please leave a message after the tone.');
      const heard = new Uint8Array(Buffer.concat([said.subarray(0, -SILENCE.length), tone(), SILENCE]));
      expect(await ear.hears(heard, 'leave a message after the tone')).toBe(true);
      expect(await ear.hears(heard, 'leave a message before the weekend')).toBe(false);
    },
    PATIENCE_MS,
  );
});

test('words on both sides of a long pause were not said one behind the other', () => {
  const piece = (word: string | null, startMs: number, endMs: number) => ({
    word,
    startMs,
    endMs,
    fit: -0.05,
    anyFit: -0.02,
  });
  const around = (pauseMs: number) => [
    piece('anything', 0, 500),
    piece(null, 500, 500 + pauseMs),
    piece('else', 500 + pauseMs, 900 + pauseMs),
  ];
  expect(wasSaid(around(400))).toBe(true);
  expect(wasSaid(around(4_000))).toBe(false);
});
