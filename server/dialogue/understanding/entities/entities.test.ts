import { expect, test } from 'vitest';
import { readEmail } from './email.ts';
import { readName } from './name.ts';
import { readOrderNumber, readPhone, readTrackingNumber } from './numbersOfThings.ts';

test.each([
  ['my order is 12345', '12345'],
  ['order number one two three four five', '12345'],
  ['#98765', '98765'],
  ['sorry, the order is 54321', '54321'],
  ['not 12345, I mean 54321', '54321'],
  ['it is A-1001', 'A-1001'],
  ['I have one question', null],
  ['call me at five five five one two three four five six seven', null],
])('order number: %s', (text, number) => expect(readOrderNumber(text)).toBe(number));

test.each([
  ['1Z999AA10123456784', '1Z999AA10123456784'],
  ['tracking number one z nine nine nine a a one zero one two three four', '1Z999AA101234'],
  ['it is RB 123 456 789 US', 'RB123456789US'],
  ['track zulu yankee double four five six seven eight', 'ZY445678'],
  ['where is my package', null],
])('tracking number: %s', (text, number) => expect(readTrackingNumber(text)).toBe(number));

test.each([
  ['(555) 123-4567', '5551234567'],
  ['+49 30 1234567', '+49301234567'],
  ['five five five, one two three, four five six seven', '5551234567'],
  ['plus one five five five double one two three four five six', '+15551123456'],
  ['12345', null],
])('phone: %s', (text, phone) => expect(readPhone(text)).toBe(phone));

test.each([
  ['write to Anna.Smith@Example.com please', 'anna.smith@example.com'],
  ['anna dot smith at example dot com', 'anna.smith@example.com'],
  ["it's a n n a at gmail dot com", 'anna@gmail.com'],
  ['my email is bob underscore jones at mail dash server dot co dot uk', 'bob_jones@mail-server.co.uk'],
  ['see you at three', null],
])('e-mail: %s', (text, email) => expect(readEmail(text)).toBe(email));

test.each([
  ['my name is anna schmidt', false, 'Anna Schmidt'],
  ["I'm looking for a gift", false, null],
  ['This is Maria Lopez, I want to book', false, 'Maria Lopez'],
  ['this is ridiculous', false, null],
  ['John Miller speaking', false, 'John Miller'],
  ["uh, it's o'brien", true, "O'Brien"],
  ['S M I T H', true, 'Smith'],
  ['Smith, S-M-I-T-H', true, 'Smith'],
  ['jean-luc picard', true, 'Jean-Luc Picard'],
  ['on friday', true, null],
  ['Jo Day', true, 'Jo Day'],
  ['it’s Nora, Nora Walsh', true, 'Nora Walsh'],
  ['um', true, null],
  ['cancel my visit on the twelfth, it’s Maria Lopez', false, 'Maria Lopez'],
  ['it’s Friday', false, null],
  ['an appointment for Peter Parker', true, 'Peter Parker'],
])('name: %s (asked: %s)', (text, asked, name) => expect(readName(text, asked)).toBe(name));
