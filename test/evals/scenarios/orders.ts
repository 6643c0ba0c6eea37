import type { Theme } from '../running/scenario.ts';

export const orders: Theme = {
  name: 'order status',
  scenarios: [
    {
      name: 'the number said at once',
      caller: { opens: 'Where is my order 12345?' },
      end: { ordersFound: ['12345'], heard: [/deliver/i] },
    },
    {
      name: 'the number asked for',
      caller: {
        opens: 'Hello, I was wondering whether the things I bought last week are on their way.',
        answers: { 'order-number': 'it’s 12345' },
      },
      end: { ordersFound: ['12345'], heard: [/deliver/i] },
    },
    {
      name: 'the number dictated digit by digit',
      caller: {
        opens: 'uh I’d like to know the status of my order',
        answers: { 'order-number': 'two oh four one eight' },
      },
      end: { ordersFound: ['20418'], heard: [/process/i] },
    },
    {
      name: 'a number that does not exist',
      caller: {
        opens: 'what’s happening with order 99999',
        answers: { 'order-number': 'I only have 99999', 'yes-no': 'No, thank you.' },
      },
      end: { heard: [/99999|not|no order|couldn’t|could not/i], notHeard: [/out for delivery/i] },
    },
    {
      name: 'a parcel by its tracking number',
      caller: {
        opens: 'Can you track my parcel?',
        answers: {
          'tracking-number': 'RM482915637GB',
          'order-number': 'I only have the tracking number, RM482915637GB',
        },
      },
      end: { ordersFound: ['30177'], heard: [/way|transit|friday|6/i] },
    },
    {
      name: 'two orders, one after the other',
      caller: {
        opens: 'Could you look up order 12345 for me?',
        wishes: ['And what about 30177?'],
      },
      end: { ordersFound: ['12345', '30177'] },
    },
    {
      name: 'an order that has arrived already',
      caller: { opens: 'my order 44190 hasn’t come yet, has it been sent?' },
      end: { ordersFound: ['44190'], heard: [/delivered/i] },
    },
  ],
};

export const wrongNumbers: Theme = {
  name: 'wrong number corrected',
  scenarios: [
    {
      name: 'not found, then the right one',
      caller: {
        opens: 'Where’s my order, number 12354?',
        answers: {
          'order-number': 'sorry, I mixed it up, it’s 12345',
          'yes-no': ['sorry, I mixed it up, it’s 12345', 'no thanks'],
        },
      },
      end: { ordersFound: ['12345'], heard: [/deliver/i] },
    },
    {
      name: 'corrected without being asked',
      caller: {
        opens: 'What’s the status of order 12345?',
        wishes: ['No wait, I gave you the wrong number, it’s 30177.'],
      },
      end: { ordersFound: ['12345', '30177'] },
    },
    {
      name: 'corrected in the same breath',
      caller: { opens: 'I’m calling about order 20481, no sorry, 20418.' },
      end: { ordersFound: ['20418'], heard: [/process/i] },
    },
    {
      name: 'one digit wrong in a phone number',
      caller: {
        opens: 'I’d like a check-up tomorrow at nine.',
        answers: {
          name: 'Ruth Klein',
          phone: ['07700 900331', '07700 900332'],
          'yes-no': ['no, the phone number is 07700 900332', 'yes'],
        },
      },
      end: {
        booked: [{ service: 'check-up', at: '2026-03-05 09:00', name: 'Ruth Klein', phone: '07700900332' }],
      },
    },
    {
      name: 'too few digits at first',
      caller: {
        opens: 'I want to know where my order is',
        answers: { 'order-number': ['one two three', 'one two three four five'] },
      },
      end: { ordersFound: ['12345'], heard: [/deliver/i] },
    },
  ],
};
