import type { Theme } from '../running/scenario.ts';

export const mixed: Theme = {
  name: 'mixed',
  scenarios: [
    {
      name: 'opening hours, then a booking',
      caller: {
        opens: 'Hi, how late are you open on Friday?',
        wishes: ['Great, then I’d like a cleaning on Friday at five.'],
        answers: { name: 'Hugo Brandt', phone: '07700900661' },
      },
      end: {
        booked: [{ service: 'cleaning', at: '2026-03-06 17:00', name: 'Hugo Brandt' }],
        heard: [/\b6\b|six|18/i],
      },
    },
    {
      name: 'an order, then a booking',
      caller: {
        opens: 'Is order 12345 coming today?',
        wishes: ['Good. And could you book me in for a filling tomorrow at 3?'],
        answers: { name: 'Mia Torres', phone: '07700900662' },
      },
      end: {
        ordersFound: ['12345'],
        booked: [{ service: 'filling', at: '2026-03-05 15:00', name: 'Mia Torres' }],
      },
    },
    {
      name: 'a question in the middle of a booking',
      caller: {
        opens: 'I’d like to book a check-up',
        interrupts: { 1: 'before that, is there parking?' },
        wishes: ['Okay, so the check-up: Friday at one.'],
        answers: { date: 'Friday', time: 'one o’clock', name: 'Leo Grant', phone: '07700900663' },
      },
      end: {
        booked: [{ service: 'check-up', at: '2026-03-06 13:00', name: 'Leo Grant' }],
        heard: [/behind the building/i],
      },
    },
    {
      name: 'a booking given up for an order',
      caller: {
        opens: 'book me a whitening',
        interrupts: { 1: 'no, forget that. Where is my order 30177?' },
      },
      end: { ordersFound: ['30177'] },
    },
    {
      name: 'small talk around it',
      caller: {
        opens: 'Hello there, how are you today?',
        wishes: ['Good. Say, has my order 12345 left yet?', 'Lovely, thank you very much!'],
      },
      end: { ordersFound: ['12345'] },
    },
    {
      name: 'at great length',
      caller: {
        opens:
          'Right, so my sister-in-law was over at the weekend, and she noticed I had this brown spot on a tooth, and I said it’s the coffee, but anyway I thought I’d better have somebody look at it, so could I get a check-up on Monday, any time around two in the afternoon would be fine',
        answers: { time: 'two in the afternoon', name: 'Gwen Hughes', phone: '07700900664' },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-09 14:00', name: 'Gwen Hughes' }] },
    },
    {
      name: 'booked, then moved, in one conversation',
      caller: {
        opens: 'A check-up on Friday at ten, please.',
        wishes: ['Oh dear, I have just seen that I’m away. Can you move it to Monday at ten?'],
        answers: { name: 'Ola Berg', phone: '07700900665' },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-09 10:00', name: 'Ola Berg' }] },
    },
    {
      name: 'booked, then cancelled, in one conversation',
      caller: {
        opens: 'I need a filling tomorrow at four',
        wishes: ['Actually no, cancel that appointment again, please.'],
        answers: { name: 'Pat Doyle', phone: '07700900666' },
      },
      end: {},
    },
    {
      name: 'nothing that is offered here',
      caller: {
        opens: 'Can you book me a flight to Rome?',
        wishes: ['And cancel my gym membership.'],
        answers: { 'yes-no': 'no' },
      },
      end: {},
    },
    {
      name: 'asked to say it again',
      caller: {
        opens: 'when will 12345 be here',
        wishes: ['Sorry, I didn’t catch that, say it again?'],
        answers: {},
      },
      end: { ordersFound: ['12345'] },
    },
  ],
};
