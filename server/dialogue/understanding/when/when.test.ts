import { expect, test } from 'vitest';
import { readChange } from './readChange.ts';
import { readWhen } from './whenSaid.ts';

// Wednesday, 5 March 2025, 5 in the morning in New York.
const HERE = { now: new Date('2025-03-05T10:00:00Z'), timeZone: 'America/New_York' };
const day = (from: string, to = from) => ({ day: { from, to } });

test.each([
  ['two p m', { at: '14:00' }],
  ['2 p.m.', { at: '14:00' }],
  ['2:45pm', { at: '14:45' }],
  ['half past three', { at: '15:30' }],
  ['quarter to nine', { at: '08:45' }],
  ['a quarter past ten', { at: '10:15' }],
  ['ten past two', { at: '14:10' }],
  ['twenty to four', { at: '15:40' }],
  ['three thirty', { at: '15:30' }],
  ['nine oh five', { at: '09:05' }],
  ["at eleven o'clock", { at: '11:00' }],
  ['seven in the evening', { at: '19:00' }],
  ['at noon', { at: '12:00' }],
  ['any time after four', { after: '16:00' }],
  ['before eleven', { before: '11:00' }],
  ['between two and four', { after: '14:00', before: '16:00' }],
  ['next Friday at three', { ...day('2025-03-14'), at: '15:00' }],
  ['the day after tomorrow', day('2025-03-07')],
  ['the day after tomorrow at ten', { ...day('2025-03-07'), at: '10:00' }],
  ['no, Friday', day('2025-03-07')],
  ['on Wednesday', day('2025-03-12')],
  ['Wednesday at two', { ...day('2025-03-12'), at: '14:00' }],
  ['this Wednesday', day('2025-03-05')],
  ['today, Wednesday', day('2025-03-05')],
  ['Wednesday the fifth', day('2025-03-05')],
  ['Friday the fourteenth at two', { ...day('2025-03-14'), at: '14:00' }],
  ['Thursday the first', day('2025-05-01')],
  ['not on Friday the seventh, on Monday the 17th', day('2025-03-17')],
  ['I meant the ninth', day('2025-03-09')],
  ['on Thursday, no wait, the day after tomorrow', day('2025-03-07')],
  ['on Friday, no wait, on Thursday, March thirteenth', day('2025-03-13')],
  ['on Wednesday, sorry, I mean, on Tuesday', day('2025-03-11')],
  ['Friday at three, no sorry, at four', { ...day('2025-03-07'), at: '16:00' }],
  ['Friday at three, no wait, Monday', { ...day('2025-03-10'), at: '15:00' }],
  ['after three, sorry, at two p m', { at: '14:00' }],
  ['the 3rd', day('2025-04-03')],
  ['March ninth at half past three', { ...day('2025-03-09'), at: '15:30' }],
  ['the ninth of april', day('2025-04-09')],
  ['Monday morning', { ...day('2025-03-10'), after: '00:00', before: '12:00' }],
  ['tomorrow afternoon at two', { ...day('2025-03-06'), at: '14:00' }],
  ['next week', day('2025-03-10', '2025-03-16')],
  ['a week from Tuesday', day('2025-03-18')],
  ['in two weeks', day('2025-03-19')],
  ['3/14', day('2025-03-14')],
  ['2025-03-20 at 9', { ...day('2025-03-20'), at: '09:00' }],
  ['as soon as possible', { soonest: true }],
  ['may I ask you something', {}],
  ['order one two three four five', {}],
  ['it was due last friday', {}],
  ['I have two children', {}],
])('%s is %j', (text, when) => {
  expect(readWhen(text, HERE)).toEqual(when);
});

test('a lone number is what was asked for', () => {
  expect(readWhen('three', { ...HERE, asked: 'time' })).toEqual({ at: '15:00' });
  expect(readWhen('the nine', { ...HERE, asked: 'date' })).toEqual(day('2025-03-09'));
});

test('today is the day in the zone, not in UTC', () => {
  const evening = { now: new Date('2025-03-06T03:00:00Z'), timeZone: 'America/New_York' };
  expect(readWhen('today', evening)).toEqual(day('2025-03-05'));
  expect(readWhen('tomorrow', { ...evening, timeZone: 'Asia/Tokyo' })).toEqual(day('2025-03-07'));
});

test.each([
  [
    'move my Friday appointment to Monday at two',
    { old: day('2025-03-07'), new: { ...day('2025-03-10'), at: '14:00' } },
  ],
  ['I need to move my appointment on Friday', { old: day('2025-03-07'), new: {} }],
  ['can I reschedule for Monday', { old: {}, new: day('2025-03-10') }],
  ["I can't come on Friday, is Monday possible?", { old: day('2025-03-07'), new: day('2025-03-10') }],
  ['Monday instead of Friday', { old: day('2025-03-07'), new: day('2025-03-10') }],
  ['I would like to reschedule', { old: {}, new: {} }],
])('%s changes %j', (text, change) => {
  expect(readChange(text, HERE)).toEqual(change);
});
