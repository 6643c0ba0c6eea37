import { describe, expect, test } from 'vitest';
import { Caller, whatIsAsked } from './caller.ts';
import type { AskedFor } from './scenario.ts';

test.each<[string, AskedFor | null]>([
  ['Sure. What is your order number?', 'order-number'],
  ['Could you give me the tracking number, please?', 'tracking-number'],
  ['I can do that. Which day would suit you?', 'date'],
  ['When would you like to come?', 'date'],
  ['Friday is free at 9, 9:30 and 10. What time would you like?', 'time'],
  ['Which of these would you like?', 'time'],
  ['What kind of appointment do you need?', 'service'],
  ['May I have your name, please?', 'name'],
  ['And what name shall I put it under?', 'name'],
  ['What is the best phone number to reach you?', 'phone'],
  ['Check-up on Friday, 6 March at 15:00 for Maria. Is that right?', 'yes-no'],
  ['Shall I book that?', 'yes-no'],
  ['I could not find order 99. Would you like me to connect you with a person?', 'yes-no'],
  ['It is out for delivery. Is there anything else?', 'anything'],
  ['Hello, this is an AI. How can I help?', 'anything'],
  ['You are booked. See you on Friday!', null],
  ['Please tell me your order number.', 'order-number'],
])('%s', (said, asked) => {
  expect(whatIsAsked(said)).toBe(asked);
});

describe('a caller', () => {
  test('opens, answers what it is asked, tells its next wish, takes leave and is gone', () => {
    const caller = new Caller({
      opens: 'Book me in.',
      answers: { date: 'Friday', 'yes-no': ['no, Monday', 'yes'] },
      wishes: ['And what are your hours?'],
    });
    const said = [
      '',
      'Which day?',
      'Friday, is that right?',
      'Monday, is that right?',
      'Booked.',
      'From 9 to 6. Anything else?',
      'Goodbye.',
    ].map((heard) => caller.next(heard));
    expect(said).toEqual([
      'Book me in.',
      'Friday',
      'no, Monday',
      'yes',
      'And what are your hours?',
      'No, that’s all, thank you. Goodbye.',
      null,
    ]);
  });

  test('interrupts, whatever it is asked, and does not know what it was not told', () => {
    const caller = new Caller({ opens: 'Hello.', interrupts: { 1: 'a human, now' } });
    expect([caller.next(''), caller.next('Which day?'), caller.next('Your name?')]).toEqual([
      'Hello.',
      'a human, now',
      'I don’t know.',
    ]);
  });
});
