import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { decodeMuLaw, encodeMuLaw } from '../../audio/g711.ts';
import { resample } from '../../audio/resample.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import { readSlots } from '../understanding/slots.ts';
import { understand } from '../understanding/understand.ts';
import { type Expected, expectedSpeech } from './grammar.ts';

const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
const speech = openTestSpeech([openFlite({ processes: 1 })]);
afterAll(() => Promise.all([recognizer.close(), speech.close()]));
const signal = new AbortController().signal;

const BUSINESS = {
  services: ['Dentist appointment', 'Filling'],
  questions: [
    'What is your return policy? How can I get a refund?',
    'Is there parking, and can I get there by bus?',
  ],
  orderDigits: [5],
};
const RATE_HZ = 8_000;
/** What is kept of a line's silence before words, and what ends them. */
const LEAD = new Array<number>(0.3 * RATE_HZ).fill(0);

/** What the built-in recogniser understands of it on a telephone, behind a question. */
async function heard(text: string, voiceId: string, expected: Pick<Expected, 'asked' | 'beneath'>) {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId,
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal,
  });
  const line = resample(Float32Array.from(samples), sampleRateHz, RATE_HZ);
  const grammar = expectedSpeech({ ...BUSINESS, ...expected });
  const stream = recognizer.stream!({ language: 'en-US', grammar, sampleRateHz: RATE_HZ, signal });
  stream.push(decodeMuLaw(encodeMuLaw(Int16Array.from([...LEAD, ...line, ...LEAD]))));
  stream.finish();
  const texts: string[] = [];
  for await (const event of stream.events) if (event.type === 'final') texts.push(event.text);
  return texts.join(' ');
}

const VOICES = ['flite:awb', 'flite:slt'];
const anything = { asked: 'anything' } as const;

test.each([
  ['I can’t make it to my appointment, can you cancel it.', 'cancel-appointment'],
  ['Oh, I’m still waiting for my package.', 'track-package'],
  ['Right, do you have anything for a filling on Friday, December fourth.', 'check-availability'],
  ['How can I get a refund.', 'faq'],
  ['Can I get there by bus.', 'faq'],
  ['Agent.', 'person'],
])(
  'a wish is understood as people word it on a telephone: %s',
  async (text, intent) => {
    for (const voice of VOICES) {
      const words = await heard(text, voice, anything);
      expect([voice, words, understand(words).intent]).toEqual([voice, words, intent]);
    }
  },
  180_000,
);

test.each([
  [{ asked: 'order-number' }, 'Um, the number is one two three four five, please.', 'orderNumber', '12345'],
  [{ asked: 'order-number' }, 'Two oh oh one eight.', 'orderNumber', '20018'],
  [{ asked: 'hand-over', beneath: 'order-number' }, 'One two three four five.', 'orderNumber', '12345'],
  [{ asked: 'phone' }, 'Two oh two, five five five, oh oh one four.', 'phone', '2025550014'],
  // Whoever is asked for a name may know the code of what was booked instead.
  [{ asked: 'name' }, 'It’s eight six two one oh four, you know.', 'confirmationCode', '862104'],
] as const)(
  'figures are understood behind fillers, with “oh”s in a row: %o %s',
  async (expected, text, slot, value) => {
    for (const voice of VOICES) {
      const words = await heard(text, voice, expected);
      const asked = 'beneath' in expected ? expected.beneath : expected.asked;
      const said = readSlots(words, { asked, now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' });
      expect([voice, words, said[slot]]).toEqual([voice, words, value]);
    }
  },
  180_000,
);

test('who answers the question beneath an offer of a person is followed, and may still say yes', () => {
  const rules = expectedSpeech({ ...BUSINESS, asked: 'hand-over', beneath: 'date' });
  expect(rules.answer).toContain('<yes>');
  expect(rules.answer).toContain('<whens>');
  expect(expectedSpeech({ ...BUSINESS, asked: 'hand-over' }).answer).not.toContain('<whens>');
});
