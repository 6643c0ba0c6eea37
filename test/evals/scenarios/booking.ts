import type { Theme } from '../running/scenario.ts';

export const booking: Theme = {
  name: 'booking',
  scenarios: [
    {
      name: 'everything said at once',
      caller: {
        opens: 'Hello, Maria Lopez here, could I have a check-up this Friday at three in the afternoon?',
        answers: { name: 'Maria Lopez', phone: '07700 900 123', service: 'A check-up' },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-06 15:00', name: 'Maria Lopez' }] },
    },
    {
      name: 'step by step, as asked',
      caller: {
        opens: 'I need to see the dentist.',
        answers: {
          service: 'just my teeth cleaned',
          date: 'tomorrow',
          time: 'half past ten',
          name: 'My name is Tom Baker',
          phone: '07700 900456',
        },
      },
      end: {
        booked: [{ service: 'cleaning', at: '2026-03-05 10:30', name: 'Tom Baker', phone: '07700900456' }],
      },
    },
    {
      name: 'a wish that is only hinted at',
      caller: {
        opens: 'My tooth has been killing me all night, is there anybody who could take a look?',
        answers: {
          service: 'a check-up I suppose',
          date: 'today if you can',
          time: 'two o’clock',
          name: 'Jack Thompson',
          phone: '020 7946 0018',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-04 14:00', name: 'Jack Thompson' }] },
    },
    {
      name: 'the wished time is taken',
      world: { appointments: [{ service: 'check-up', at: '2026-03-06 15:00', name: 'Somebody Else' }] },
      caller: {
        opens: 'Can you book me a check-up for Friday at 3pm?',
        answers: {
          time: ['four o’clock then'],
          'yes-no': ['what about four o’clock', 'yes'],
          name: 'Priya Raman',
          phone: '07700900789',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-06 16:00', name: 'Priya Raman' }] },
    },
    {
      name: 'the day is corrected before it is confirmed',
      caller: {
        opens: 'I want to book a filling on Thursday at 11',
        answers: { name: 'Wei Zhang', phone: '07700900222', 'yes-no': ['no, Friday', 'yes that’s right'] },
      },
      end: { booked: [{ service: 'filling', at: '2026-03-06 11:00', name: 'Wei Zhang' }] },
    },
    {
      name: 'the time is corrected before it is confirmed',
      caller: {
        opens: 'book a cleaning for Monday at two please',
        answers: { name: 'Ana Silva', phone: '07700900223', 'yes-no': ['actually make it three', 'yes'] },
      },
      end: { booked: [{ service: 'cleaning', at: '2026-03-09 15:00', name: 'Ana Silva' }] },
    },
    {
      name: 'a day on which nobody is there',
      caller: {
        opens: 'I’d like a check-up on Saturday at ten',
        answers: {
          date: 'Monday then',
          time: 'ten in the morning',
          'yes-no': ['can I have Monday at ten', 'yes'],
          name: 'Ben Okafor',
          phone: '07700900224',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-09 10:00', name: 'Ben Okafor' }] },
    },
    {
      name: 'an hour at which nobody is there',
      caller: {
        opens: 'can I get a check-up tomorrow at 8 pm',
        answers: {
          time: 'then five in the afternoon',
          'yes-no': ['is five pm possible', 'yes'],
          name: 'Lena Fischer',
          phone: '07700900225',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-05 17:00', name: 'Lena Fischer' }] },
    },
    {
      name: 'thought better of it at the end',
      caller: {
        opens: 'Could I come in for whitening next Tuesday at ten?',
        answers: {
          name: 'Sam Price',
          phone: '07700900226',
          'yes-no': 'No, leave it, I have to ask my wife first.',
        },
      },
      end: {},
    },
    {
      name: 'not a native speaker',
      caller: {
        opens: 'Good day, I want make appointment for whitening, on next Monday, nine o’clock, is possible?',
        answers: { name: 'I am Piotr Nowak', phone: 'is 07700 900 227', 'yes-no': 'yes, is good' },
      },
      end: { booked: [{ service: 'whitening', at: '2026-03-09 09:00', name: 'Piotr Nowak' }] },
    },
    {
      name: 'a date by its number',
      caller: {
        opens: 'I need a filling on the 18th of March at 9:30 in the morning, name is Grace Kim',
        answers: { name: 'Grace Kim', phone: '+44 7700 900228', date: 'the 18th of March', time: '9:30' },
      },
      end: { booked: [{ service: 'filling', at: '2026-03-18 09:30', name: 'Grace Kim' }] },
    },
    {
      name: 'a date that is over',
      caller: {
        opens: 'Book me a check-up on the second of March 2026 at noon.',
        answers: {
          date: 'Sorry, I meant the ninth of March',
          'yes-no': ['sorry, I meant the ninth of March', 'yes'],
          time: 'noon',
          name: 'Omar Haddad',
          phone: '07700900229',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-09 12:00', name: 'Omar Haddad' }] },
    },
    {
      name: 'the number spelled out as people say it',
      caller: {
        opens: 'uh hi, I’d like to, um, book a cleaning for tomorrow',
        answers: {
          time: 'uh, half past two',
          name: 'it’s Nora, Nora Walsh',
          phone: 'oh double seven double oh, nine double oh, two three oh',
        },
      },
      end: {
        booked: [{ service: 'cleaning', at: '2026-03-05 14:30', name: 'Nora Walsh', phone: '07700900230' }],
      },
    },
    {
      name: 'what is free is asked first',
      caller: {
        opens: 'What have you got free on Friday morning for a check-up?',
        answers: {
          time: 'ten o’clock please',
          'yes-no': ['ten o’clock on Friday please', 'yes'],
          name: 'Ivy Chen',
          phone: '07700900231',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-06 10:00', name: 'Ivy Chen' }] },
    },
    {
      name: 'a day that is closed for once',
      world: { closedDays: [{ day: '2026-03-06', name: 'staff training' }] },
      caller: {
        opens: 'check-up on Friday at noon please',
        answers: {
          date: 'Monday the ninth',
          time: 'noon',
          'yes-no': ['Monday at noon then', 'yes'],
          name: 'Rosa Marino',
          phone: '07700900232',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-09 12:00', name: 'Rosa Marino' }] },
    },
  ],
};
