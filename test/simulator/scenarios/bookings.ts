import type { ScenarioInput } from '../../../server/simulator/scenarios/scenario.ts';
import { AGENT, answers, CALENDAR, hangUp, leave, listen, say } from './talk.ts';

/** Appointments: booked, corrected, left half-way. */
export const BOOKINGS: readonly ScenarioInput[] = [
  {
    name: 'a booking step by step',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('I would like to make an appointment.'),
      answers({
        service: { say: 'A teeth cleaning, please.' },
        day: { say: 'On {workday+2.weekday}.' },
        time: { say: 'At two p m.' },
        name: { say: 'My name is Tom Baker.' },
        ownNumber: { say: 'Yes, please.' },
        book: { say: 'Yes, please.' },
      }),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      heard: ['it is booked'],
      data: [
        {
          path: CALENDAR,
          where: {
            name: 'Tom Baker',
            serviceName: 'Teeth cleaning',
            state: 'booked',
            phone: '/^\\+1/',
            local: '{workday+2.date}T14:00',
          },
          new: 1,
        },
      ],
    },
  },
  {
    name: 'a booking said at once',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('Can I book a filling on {workday+3.weekday} at one p m?'),
      answers({
        service: { say: 'A filling, please.' },
        time: { say: 'At one p m.' },
        name: { say: 'It’s Grace Miller.' },
        ownNumber: { say: 'No, thank you.' },
        phone: { say: 'Oh two oh, seven nine four six, oh oh one eight.' },
        book: { say: 'Yes, please.' },
      }),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      heard: ['for Grace Miller phone number', 'it is booked'],
      data: [
        {
          path: CALENDAR,
          where: { name: 'Grace Miller', serviceName: 'Filling', local: '{workday+3.date}T13:00' },
          new: 1,
        },
      ],
    },
  },
  {
    name: 'a booking whose day is corrected',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('Can I book a filling on {workday+2.weekday} at three p m?'),
      answers({
        service: { say: 'A filling, please.' },
        time: { say: 'At three p m.' },
        name: { say: 'It’s Maria Lopez.' },
        ownNumber: { say: 'Yes, please.' },
        book: [{ say: 'No, {workday+4.weekday}.' }, { say: 'Yes, that’s right.' }],
      }),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      data: [
        { path: CALENDAR, where: { name: 'Maria Lopez', local: '{workday+4.date}T15:00' }, new: 1 },
        { path: CALENDAR, where: { name: 'Maria Lopez', local: '{workday+2.date}T15:00' }, new: 0 },
      ],
    },
  },
  {
    name: 'a booking whose yes is not understood, and pressed',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('Can I book a filling on {workday+4.weekday} at ten a m?'),
      answers({
        service: { say: 'A filling, please.' },
        time: { say: 'At ten a m.' },
        name: { say: 'It’s Grace Baker.' },
        ownNumber: { say: 'Yes, please.' },
        book: { say: 'The rain came through the kitchen window.' },
        byKey: { keys: '1' },
      }),
      ...leave,
    ],
    expect: {
      ends: 'agent',
      data: [
        {
          path: CALENDAR,
          where: { name: 'Grace Baker', serviceName: 'Filling', local: '{workday+4.date}T10:00' },
          new: 1,
        },
      ],
    },
  },
  {
    name: 'a booking that is not wanted after all',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('Can I book a filling on {workday+5.weekday} at two p m?'),
      answers({
        service: { say: 'A filling, please.' },
        time: { say: 'At two p m.' },
        name: { say: 'It’s Robert Young.' },
        ownNumber: { say: 'Yes.' },
        book: { say: 'No, thank you.', last: true },
      }),
      listen(),
      hangUp,
    ],
    expect: { ends: 'caller', data: [{ path: CALENDAR, where: { name: 'Robert Young' }, new: 0 }] },
  },
  {
    name: 'hanging up before the booking is confirmed',
    to: AGENT,
    voice: 'rms',
    moves: [
      listen(),
      say('Can I book a filling on {workday+5.weekday} at three p m?'),
      answers({
        service: { say: 'A filling, please.' },
        time: { say: 'At three p m.' },
        name: { say: 'It’s Olivia Stone.' },
        ownNumber: { say: 'No, thank you.' },
        phone: { say: 'Oh seven seven oh oh, nine oh oh, four five eight.' },
        book: { hangUp: true },
      }),
    ],
    expect: {
      ends: 'caller',
      call: { end: 'caller-hung-up' },
      data: [{ path: CALENDAR, where: { name: 'Olivia Stone' }, new: 0 }],
    },
  },
  {
    name: 'a line that breaks in the middle of a booking',
    to: AGENT,
    voice: 'slt',
    moves: [
      listen(),
      say('I would like to make an appointment.'),
      answers({ service: { say: 'A filling, please.', last: true } }),
      { do: 'interrupt', afterMs: 300 },
      { do: 'vanish' },
    ],
    expect: { ends: 'vanished', call: { end: 'lost' } },
  },
];
