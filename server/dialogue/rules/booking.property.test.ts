import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpokenWorld } from '../../../test/support/spokenWorld.ts';

/** How each thing may be said, on its own and with others. */
const SAID = {
  service: ['a cleaning please', 'I need my teeth cleaned', 'cleaning'],
  day: ['on Friday', 'Friday, the sixth', 'Friday'],
  time: ['at three', 'three in the afternoon', 'three o’clock would be good'],
  name: ['my name is Ann Lee', 'the name is Ann Lee'],
  phone: ['my phone number is 555 123 4567', 'my number is five five five one two three four five six seven'],
} as const;
/** Something else that is taken back later. */
const WRONG: Partial<Record<keyof typeof SAID, string>> = {
  service: 'a check-up',
  day: 'on Monday',
  time: 'at eleven',
  name: 'my name is Bob Stone',
  phone: 'my phone number is 555 765 4321',
};
const CORRECTED = {
  service: 'no, a cleaning',
  day: 'no, Friday',
  time: 'sorry, I meant at three',
  name: 'sorry, my name is Ann Lee',
  phone: 'no, my phone number is 555 123 4567',
};
type Slot = keyof typeof SAID;
const SLOTS = Object.keys(SAID) as Slot[];

/** What to say when the agent asks for something that was not yet said. */
function answerTo(heard: string): string | null {
  const question = heard.match(/[^.?!]*\?/g)?.at(-1) ?? '';
  if (/Shall I book it\?$/.test(question)) return null;
  if (/name/.test(question)) return 'Ann Lee';
  if (/phone number/.test(question)) return '555 123 4567';
  if (/What is it for/.test(question)) return 'cleaning';
  if (/day/.test(question)) return 'Friday';
  return 'at three';
}

const scripts = fc.record({
  order: fc.shuffledSubarray(SLOTS, { minLength: 0, maxLength: SLOTS.length }),
  ways: fc.array(fc.nat(2), { minLength: SLOTS.length, maxLength: SLOTS.length }),
  wrong: fc.subarray(SLOTS),
  aside: fc.option(
    fc.constantFrom(
      'where can I park?',
      'could you repeat that',
      'how are you',
      'thanks',
      'purple monkey',
      'perfect',
      'hold on',
      'umm let me think',
      'has order 12345 been shipped?',
    ),
  ),
});

test('slots in any order, with corrections and asides between, end in the same booking, and only after a yes', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, async ({ order, ways, wrong, aside }) => {
      const world = new SpokenWorld();
      const say = world.talk();
      let heard = await say('I would like to book an appointment');
      for (const [place, slot] of order.entries()) {
        const mistaken = wrong.includes(slot) && WRONG[slot];
        heard = await say(mistaken || SAID[slot][ways[place]! % SAID[slot].length]!);
        if (aside && place === 0) heard = await say(aside);
        if (mistaken) heard = await say(CORRECTED[slot]);
      }
      for (let turn = 0; turn < 8; turn += 1) {
        const answer = answerTo(heard);
        if (answer === null) break;
        heard = await say(answer);
      }
      expect(heard).toBe('Cleaning on Friday, March 6 at 3 PM, for Ann Lee. Shall I book it?');
      expect(world.booked).toEqual([]);
      await say('yes please');
      expect(world.booked).toEqual([
        {
          appointmentId: '1',
          service: 'Cleaning',
          startsAt: '2026-03-06T15:00:00.000Z',
          name: 'Ann Lee',
          phone: '5551234567',
        },
      ]);
    }),
    { numRuns: 100, seed: 8 },
  );
});

test('whatever is said short of a yes, nothing is booked', async () => {
  const words = fc.constantFrom(
    ...Object.values(SAID).flat(),
    ...Object.values(CORRECTED),
    'no',
    'maybe',
    'hm',
    'never mind',
    'what are your hours',
    'can you repeat that',
    'I do not know',
    'the first one',
    '',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(words, { maxLength: 12 }), async (texts) => {
      const world = new SpokenWorld();
      const say = world.talk();
      await say('I would like to book an appointment');
      for (const text of texts) await say(text);
      expect(world.booked).toEqual([]);
    }),
    { numRuns: 100, seed: 8 },
  );
});
