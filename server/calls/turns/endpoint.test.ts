import { beforeAll, expect, test } from 'vitest';
import { learnBeside, learned } from '../../dialogue/understanding/intents/intents.ts';
import { expectedAfter } from '../session/expectedAnswer.ts';
import { endpointMs } from './endpoint.ts';
import type { Expectation } from './patience.ts';

beforeAll(async () => {
  learnBeside();
  await learned();
}, 30_000);

const waits = (what: Expectation, words: string) => endpointMs({ what, language: 'en-US' }, words);

test('what needs no more is answered soon', () => {
  expect(waits('yes-no', 'yes')).toBeLessThan(400);
  for (const answer of ['Yes it is.', 'I think so', "no, I don't think so"])
    expect(waits('yes-no', answer), answer).toBeLessThan(750);
  for (const whole of [
    'What are your opening hours?',
    'Goodbye.',
    'I would like to speak to a person',
    'Can I book a filling on Friday at two p m',
    'I would like to know the status of my order please',
  ])
    expect(waits('anything', whole), whole).toBeLessThan(500);
  for (const wish of ['Can you help me with that?', 'What is it about?', 'Who is this?'])
    expect(waits('anything', wish), wish).toBeLessThan(1_000);
  expect(waits('name', 'Grace Miller')).toBeLessThan(waits('name', 'Grace'));
  expect(waits('date', 'on Friday at three p m')).toBeLessThan(600);
  expect(waits('date', 'March 5th, 2025.')).toBeLessThan(1_000);
});

test('what leads on, or is nothing yet that can be answered, is waited for', () => {
  expect(waits('anything', 'I would like to book and')).toBeGreaterThan(1_000);
  expect(waits('anything', 'can I come on')).toBeGreaterThan(1_000);
  for (const begun of ['I would', 'I need', 'how', 'on Tuesday december', 'no thank'])
    expect(waits('anything', begun), begun).toBeGreaterThan(1_000);
  for (const begun of ['on Tuesday december', 'at half', 'at half past'])
    expect(waits('date', begun), begun).toBeGreaterThan(1_000);
  expect(waits('yes-no', 'no thank')).toBeGreaterThan(1_000);
  expect(waits('yes-no', 'yes I would')).toBeLessThan(800);
  expect(waits('anything', 'what')).toBeGreaterThan(waits('anything', 'what are your opening hours'));
  expect(waits('anything', 'I called yesterday')).toBeGreaterThan(
    waits('anything', 'I want to cancel my appointment'),
  );
  expect(waits('yes-no', 'yes but')).toBeGreaterThan(1_000);
  expect(waits('choice', 'I want the')).toBeGreaterThan(1_000);
  expect(waits('name', 'my name is')).toBeGreaterThan(1_000);
  for (const begun of ['anna at', 'anna at example dot co', 'maria at mail dot example'])
    expect(waits('email', begun), begun).toBeGreaterThan(1_000);
  expect(waits('email', 'anna at example dot com')).toBeLessThan(1_000);
});

test('a number is waited for until it is whole, whatever was asked', () => {
  for (const what of ['anything', 'yes-no', 'digits'] as const) {
    expect(waits(what, 'Where is my order one two three')).toBeGreaterThan(1_000);
    expect(waits(what, 'my order is 1 2')).toBeGreaterThan(1_000);
  }
  for (const no of ['tomorrow at ten thirty', 'Tomorrow at 10.', 'the second one'])
    expect(waits('anything', no), no).toBeLessThan(1_000);
  // Nobody knows how long an order's number is.
  const order = expectedAfter('order-number', 'en-US');
  expect(endpointMs(order, 'one two three double four?')).toBeLessThan(1_000);
  expect(endpointMs(order, 'one two three double four?')).toBeGreaterThan(700);
  // Where those of the business are known, theirs is.
  const ours = expectedAfter('order-number', 'en-US', [5, 6]);
  expect(endpointMs(ours, 'one two three four')).toBeGreaterThan(1_000);
  expect(endpointMs(ours, 'one two three four five')).toBeGreaterThan(700);
  expect(endpointMs(ours, 'one two three four five six')).toBeLessThan(600);
  const wish = expectedAfter('anything', 'en-US', [8]);
  expect(endpointMs(wish, 'where is my order one two three four five six')).toBeGreaterThan(1_000);
  const phone = expectedAfter('phone', 'en-GB');
  expect(endpointMs(phone, 'oh seven seven oh oh nine')).toBeGreaterThan(1_000);
  expect(endpointMs(phone, 'oh seven seven oh oh nine oh oh four five six')).toBeLessThan(700);
  expect(endpointMs(expectedAfter('phone', 'de-DE'), '01 51 23 45 67 89')).toBeGreaterThan(1_000);
  const pin = { mayBeWhole: 4, whole: 4 };
  expect(endpointMs({ what: 'digits', digits: pin }, 'one two three')).toBeGreaterThan(1_000);
  expect(endpointMs({ what: 'digits', digits: pin }, 'one two three four')).toBeLessThan(700);
});

test('words of another language tell nothing', () => {
  for (const words of ['je suis parti hier', 'ach so', 'ich rufe an'])
    expect(endpointMs({ what: 'anything', language: 'fr-FR' }, words), words).toBe(600);
});
