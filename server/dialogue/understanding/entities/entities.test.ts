import { beforeAll, expect, test } from 'vitest';
import { learnBeside, learned } from '../intents/intents.ts';
import { readEmail } from './email.ts';
import { readCorrectedName, readName } from './name.ts';
import { readOrderNumber, readPhone, readTrackingNumber } from './numbersOfThings.ts';
import { readService } from './service.ts';

beforeAll(async () => {
  learnBeside();
  await learned();
}, 30_000);

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
  ['it is david brown four two at hotmail dot com', 'davidbrown42@hotmail.com'],
  ['my e-mail is k as in kilo, o as in oscar at g mail dot com please', 'ko@gmail.com'],
  ['support at miller dot co dot u k', 'support@miller.co.uk'],
  ['j double l at i cloud dot com', 'jll@icloud.com'],
  ['see you at three', null],
  ['I am at home, dot', null],
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
  ['perfect', true, null],
  ['sounds good', true, null],
  ['hold on', true, null],
  ['umm let me think', true, null],
  ['make it thursday', true, null],
  ['quickly, could you tell me your hours', true, null],
  ['no, anna', true, 'Anna'],
  ['grace', true, 'Grace'],
  ['rose price', true, 'Rose Price'],
  ['mark young', true, 'Mark Young'],
  ['Ann Lee, could you make it Friday', true, 'Ann Lee'],
  ['Robin Ellis, not Rob', true, 'Robin Ellis'],
  ['Chen, that’s C H E N', true, 'Chen'],
  ['Davies with an e', true, 'Davies'],
  ['Thompson, I was there in May', true, 'Thompson'],
  ['jones thanks', true, 'Jones'],
  ['Okafor is my name', true, 'Okafor'],
  ['change the name to robert ray', false, 'Robert Ray'],
])('name: %s (asked: %s)', (text, asked, name) => expect(readName(text, asked)).toBe(name));

test.each([
  ['Bob Ray', 'Bob Ray'],
  ['lisa simpson', 'Lisa Simpson'],
  ['no, Robert', 'Robert'],
  ['sorry, Robin Ellis, not Rob', 'Robin Ellis'],
  ['I meant Okonkwo', 'Okonkwo'],
  ['purple monkey', null],
  ['no, Friday', null],
  ['no, that is wrong', null],
  ['No thanks', null],
  ['Yes. Please.', null],
  ['No. Three o’clock.', null],
  ['actually cleaning', null],
])('name that corrects another one: %s', (text, name) => expect(readCorrectedName(text)).toBe(name));

test.each([
  ['a cleaning', 'Teeth cleaning'],
  ['to see the dentist', 'Dentist appointment'],
  ['an appointment', null],
  ['I want to set up something for my teeth', null],
  ['fillings', 'Filling'],
])('service: %s', (text, name) => {
  const services = ['Dentist appointment', 'Teeth cleaning', 'Filling', 'Check-up'].map((each) => ({
    name: each,
  }));
  expect(readService(text, services)?.name ?? null).toBe(name);
});
