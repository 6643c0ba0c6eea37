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

export const cancelling: Theme = {
  name: 'cancelling',
  scenarios: [
    {
      name: 'step by step, as asked',
      world: { appointments },
      caller: { opens: 'I have to cancel my appointment.', answers: maria },
      end: { gone: [MARIAS] },
    },
    {
      name: 'said in passing, with a reason',
      world: { appointments },
      caller: {
        opens:
          'Hi, Tom Baker, I’m afraid I’ve caught the flu so I won’t make it on Friday, please take me off.',
        answers: tom,
      },
      end: { gone: [TOMS] },
    },
    {
      name: 'kept after all',
      world: { appointments },
      caller: {
        opens: 'cancel my appointment please',
        answers: { ...maria, 'yes-no': 'no, hang on, I’ll come after all' },
      },
      end: {},
    },
    {
      name: 'there is no such appointment',
      world: { appointments },
      caller: {
        opens: 'Please cancel my booking',
        answers: { name: 'Zoe Quinn', phone: '07700 900999', 'yes-no': 'No, never mind.' },
      },
      end: {},
    },
    {
      name: 'somebody else’s appointment stays',
      world: { appointments },
      caller: {
        opens: 'I want to cancel Maria Lopez’s appointment',
        answers: { name: 'Maria Lopez', phone: '07700 900222', 'yes-no': 'no' },
      },
      end: {},
    },
    {
      name: 'one of two',
      world: { appointments: [...appointments, { ...MARIAS, service: 'filling', at: '2026-03-12 15:00' }] },
      caller: {
        opens: 'I’d like to cancel my appointment on the twelfth, it’s Maria Lopez',
        answers: {
          ...maria,
          date: 'the one on the twelfth',
          time: 'the one at three',
          service: 'the filling',
          'yes-no': 'yes, the one on the twelfth',
        },
      },
      end: { gone: [{ ...MARIAS, service: 'filling', at: '2026-03-12 15:00' }] },
    },
  ],
};
