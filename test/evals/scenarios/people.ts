import type { Theme } from '../running/scenario.ts';

export const handOver: Theme = {
  name: 'hand over',
  scenarios: [
    {
      name: 'asked for outright',
      caller: { opens: 'Can I speak to a person please?' },
      end: { transferred: true },
    },
    {
      name: 'curtly, in the middle of a booking',
      caller: {
        opens: 'I want to book a check-up',
        interrupts: { 1: 'oh forget it, just give me a human' },
      },
      end: { transferred: true },
    },
    {
      name: 'after order status did not help',
      caller: {
        opens: 'where’s order 12345',
        wishes: ['That’s not good enough, put me through to somebody who can do something about it.'],
      },
      end: { ordersFound: ['12345'], transferred: true },
    },
    {
      name: 'offered after not being understood, and taken',
      caller: {
        opens: 'The thingamajig on the whatsit went all funny.',
        interrupts: { 1: 'you know, the wobbly doodah', 2: 'the doodah on the whatsit' },
        answers: { 'yes-no': 'yes please' },
      },
      end: { transferred: true },
    },
    {
      name: 'offered and declined',
      caller: {
        opens: 'the purple one does the wibble again',
        answers: { 'yes-no': 'no thanks' },
      },
      end: {},
    },
  ],
};

export const abuse: Theme = {
  name: 'abuse',
  scenarios: [
    {
      name: 'rude, but with a wish',
      caller: {
        opens: 'You useless idiots, where the hell is my order?',
        answers: { 'order-number': '12345, for fuck’s sake' },
      },
      end: { ordersFound: ['12345'], heard: [/deliver/i], notHeard: [/fuck|idiot/i] },
    },
    {
      name: 'nothing but abuse',
      caller: {
        opens: 'fuck you',
        interrupts: { 1: 'you stupid piece of shit', 2: 'go fuck yourself', 3: 'you moron' },
      },
      end: { notHeard: [/fuck|shit|moron/i] },
    },
    {
      name: 'abuse, then a booking after all',
      caller: {
        opens: 'this is bullshit, you stupid machine',
        interrupts: { 1: 'Fine. Book me a check-up on Friday at nine.' },
        answers: { name: 'Carl Moss', phone: '07700900441' },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-06 09:00', name: 'Carl Moss' }] },
    },
  ],
};

export const silence: Theme = {
  name: 'silence',
  scenarios: [
    {
      name: 'hesitation before the wish',
      caller: { opens: 'uh', interrupts: { 1: '…', 2: 'sorry, where is order 12345?' } },
      end: { ordersFound: ['12345'] },
    },
    {
      name: 'a pause in the middle of a booking',
      caller: {
        opens: 'A cleaning on Monday at ten please',
        interrupts: { 1: 'um' },
        answers: { name: 'Eve Adams', phone: '07700900551' },
      },
      end: { booked: [{ service: 'cleaning', at: '2026-03-09 10:00', name: 'Eve Adams' }] },
    },
    {
      name: 'nobody says anything',
      caller: { opens: '…', interrupts: { 1: '…', 2: '…', 3: '…' } },
      end: {},
    },
  ],
};
