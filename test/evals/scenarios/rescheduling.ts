import type { BookedTime, Theme } from '../running/scenario.ts';

const MARIAS: BookedTime = {
  service: 'check-up',
  at: '2026-03-05 10:00',
  name: 'Maria Lopez',
  phone: '07700 900111',
};
const TOMS: BookedTime = {
  service: 'cleaning',
  at: '2026-03-06 14:00',
  name: 'Tom Baker',
  phone: '07700 900222',
};
const appointments = [MARIAS, TOMS];
const maria = { name: 'Maria Lopez', phone: '07700 900111', service: 'the check-up' };
const tom = { name: 'Tom Baker', phone: '07700 900222', service: 'the cleaning' };

export const rescheduling: Theme = {
  name: 'rescheduling',
  scenarios: [
    {
      name: 'step by step, as asked',
      world: { appointments },
      caller: {
        opens: 'I need to move my appointment.',
        answers: { ...maria, date: 'Monday', time: 'eleven in the morning' },
      },
      end: { gone: [MARIAS], booked: [{ ...MARIAS, at: '2026-03-09 11:00' }] },
    },
    {
      name: 'everything said at once',
      world: { appointments },
      caller: {
        opens: 'This is Tom Baker, can you move my cleaning from Friday to Tuesday at 2 pm?',
        answers: { ...tom, date: 'Tuesday', time: '2 pm' },
      },
      end: { gone: [TOMS], booked: [{ ...TOMS, at: '2026-03-10 14:00' }] },
    },
    {
      name: 'the new time is taken',
      world: {
        appointments: [...appointments, { service: 'check-up', at: '2026-03-09 11:00', name: 'Another' }],
      },
      caller: {
        opens: 'Something has come up and I can’t make it tomorrow. Could I have Monday at eleven instead?',
        answers: { ...maria, date: 'Monday', time: 'twelve then', 'yes-no': ['what about twelve', 'yes'] },
      },
      end: { gone: [MARIAS], booked: [{ ...MARIAS, at: '2026-03-09 12:00' }] },
    },
    {
      name: 'there is no such appointment',
      world: { appointments },
      caller: {
        opens: 'I want to reschedule my appointment to next week',
        answers: {
          name: 'Zoe Quinn',
          phone: '07700 900999',
          date: 'Tuesday',
          time: 'ten',
          'yes-no': 'No, never mind.',
        },
      },
      end: {},
    },
    {
      name: 'thought better of it at the end',
      world: { appointments },
      caller: {
        opens: 'can I change the time of my appointment',
        answers: { ...maria, date: 'Friday', time: 'nine', 'yes-no': 'no wait, leave it as it is' },
      },
      end: {},
    },
    {
      name: 'later on the same day',
      world: { appointments },
      caller: {
        opens:
          'Hi, Tom Baker again. I’m going to be late on Friday, can we make it half past four instead of two?',
        answers: { ...tom, date: 'Friday', time: 'half past four' },
      },
      end: { gone: [TOMS], booked: [{ ...TOMS, at: '2026-03-06 16:30' }] },
    },
    {
      name: 'the new day is corrected',
      world: { appointments },
      caller: {
        opens: 'Please put my appointment off until Monday at nine.',
        answers: { ...maria, date: 'Monday', time: 'nine', 'yes-no': ['no, Tuesday', 'yes'] },
      },
      end: { gone: [MARIAS], booked: [{ ...MARIAS, at: '2026-03-10 09:00' }] },
    },
  ],
};
