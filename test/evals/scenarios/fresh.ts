import type { BookedTime, Theme } from '../running/scenario.ts';

const ANNES: BookedTime = {
  service: 'whitening',
  at: '2026-03-11 09:00',
  name: 'Anne Webb',
  phone: '07700 900881',
};
const anne = { name: 'Anne Webb', phone: '07700 900881', service: 'the whitening' };
const world = { appointments: [ANNES] };

/** Written when the agent had passed all the others, in other words than theirs: how well it does with strangers. */
export const fresh: Theme = {
  name: 'in other words',
  scenarios: [
    {
      name: 'a booking in fragments',
      caller: {
        opens: 'appointment',
        answers: {
          service: 'filling',
          date: 'the tenth',
          time: '11:30',
          name: 'Kofi Mensah',
          phone: '07700900882',
        },
      },
      end: { booked: [{ service: 'filling', at: '2026-03-10 11:30', name: 'Kofi Mensah' }] },
    },
    {
      name: 'a booking as soon as there is anything',
      caller: {
        opens: 'Good morning. I chipped a tooth. What is the soonest somebody could have a look at it?',
        answers: {
          service: 'just a check-up',
          'yes-no': 'that’d be great',
          time: 'whatever comes first',
          date: 'as soon as possible',
          name: 'Beth Orton',
          phone: '07700900883',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-04 10:30', name: 'Beth Orton' }] },
    },
    {
      name: 'a booking for somebody else',
      caller: {
        opens: 'I’d like my daughter to have her teeth cleaned, would next Tuesday at four work?',
        answers: { name: 'Her name is Ella Novak', phone: '07700 900 884', 'yes-no': 'sounds good' },
      },
      end: { booked: [{ service: 'cleaning', at: '2026-03-10 16:00', name: 'Ella Novak' }] },
    },
    {
      name: 'two changes of mind',
      caller: {
        opens: 'Could you pencil me in for a check-up on Monday at nine?',
        answers: {
          name: 'Raj Patel',
          phone: '07700900885',
          'yes-no': ['hmm, rather Tuesday', 'and ten instead of nine', 'perfect'],
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-10 10:00', name: 'Raj Patel' }] },
    },
    {
      name: 'will not say a number',
      caller: {
        opens: 'book a cleaning tomorrow at noon, Vera Lind',
        answers: { name: 'Vera Lind', phone: 'I’d rather not give you my number', 'yes-no': 'yes please' },
      },
      end: { booked: [{ service: 'cleaning', at: '2026-03-05 12:00', name: 'Vera Lind' }] },
    },
    {
      name: 'an appointment brought forward',
      world,
      caller: {
        opens: 'I’m down for next Wednesday, any chance of coming earlier, say this Friday at two?',
        answers: { ...anne, date: 'this Friday', time: 'two' },
      },
      end: { gone: [ANNES], booked: [{ ...ANNES, at: '2026-03-06 14:00' }] },
    },
    {
      name: 'an appointment put off without a day',
      world,
      caller: {
        opens: 'Sorry to be a nuisance, I’ll have to postpone. It’s Anne Webb.',
        answers: { ...anne, date: 'the Thursday after, the twelfth', time: 'same time, nine' },
      },
      end: { gone: [ANNES], booked: [{ ...ANNES, at: '2026-03-12 09:00' }] },
    },
    {
      name: 'an appointment given up',
      world,
      caller: { opens: 'i wont need my appt after all pls remove it', answers: anne },
      end: { gone: [ANNES] },
    },
    {
      name: 'a parcel that the neighbour may have',
      caller: {
        opens: 'The postman left no card and there’s no parcel, can you see where it’s got to?',
        answers: { 'tracking-number': 'S P 0 0 0 0 1 2 3 4 5 G B', 'order-number': 'the order was 12345' },
      },
      end: { ordersFound: ['12345'] },
    },
    {
      name: 'an order by a number with a hash',
      caller: { opens: 'hiya, #30177, whereabouts is it?' },
      end: { ordersFound: ['30177'] },
    },
    {
      name: 'payment',
      caller: { opens: 'can I split the bill for a crown into a few payments?' },
      end: { heard: [/instalments/i] },
    },
    {
      name: 'how late today',
      caller: { opens: 'until what time could I drop by today?' },
      end: { heard: [/\b6\b|six|18/i] },
    },
    {
      name: 'a price in the shop',
      caller: { opens: 'what would a water flosser set me back' },
      end: { heard: [/59/] },
    },
    {
      name: 'enough of machines',
      caller: { opens: 'Look, no offence, but I’d much sooner deal with one of your colleagues.' },
      end: { transferred: true },
    },
    {
      name: 'near misses',
      caller: {
        opens: 'Cancel my newspaper subscription, would you?',
        wishes: ['What’s the tracking on this new album like?', 'Fine, forget it.'],
        answers: { 'yes-no': 'no' },
      },
      end: {},
    },
    {
      name: 'a booking between two other things',
      caller: {
        opens: 'Do you take my insurance?',
        wishes: [
          'Right. I’d like to come in for a filling on Thursday at three.',
          'And is 20418 on its way?',
        ],
        answers: { name: 'Liam Byrne', phone: '07700900886' },
      },
      end: {
        booked: [{ service: 'filling', at: '2026-03-05 15:00', name: 'Liam Byrne' }],
        ordersFound: ['20418'],
        heard: [/insurance/i],
      },
    },
  ],
};
