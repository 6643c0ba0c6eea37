import type { BookedTime, Theme } from '../running/scenario.ts';

const IRIS: BookedTime = {
  service: 'whitening',
  at: '2026-03-12 15:00',
  name: 'Iris Holt',
  phone: '07700 900901',
};
const iris = { name: 'Iris Holt', phone: '07700 900901' };
const world = { appointments: [IRIS] };

/** Callers in a hurry who talk a lot, think aloud, take things back and answer something else than they were asked. */
export const impatient: Theme = {
  name: 'impatient and talkative',
  scenarios: [
    {
      name: 'agrees instead of saying a name',
      caller: {
        opens: 'Hi, could I get a check-up this Friday at eleven?',
        interrupts: { 1: 'brilliant, that suits me' },
        answers: { name: 'Ines Falk', phone: '07700900902' },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-06 11:00', name: 'Ines Falk' }] },
    },
    {
      name: 'has somebody wait instead of saying a name',
      caller: {
        opens: 'I need a filling on Monday at two',
        interrupts: { 1: 'one second, somebody is at the door' },
        answers: { name: 'Dean Marsh', phone: '07700900903' },
      },
      end: { booked: [{ service: 'filling', at: '2026-03-09 14:00', name: 'Dean Marsh' }] },
    },
    {
      name: 'changes the time instead of saying a name',
      caller: {
        opens: 'a cleaning tomorrow at noon',
        interrupts: { 1: 'hm, could we push that to one o’clock' },
        answers: { name: 'Lou Ferris', phone: '07700900904' },
      },
      end: { booked: [{ service: 'cleaning', at: '2026-03-05 13:00', name: 'Lou Ferris' }] },
    },
    {
      name: 'changes the day instead of saying a number',
      caller: {
        opens: 'check-up on Thursday at nine please',
        answers: {
          name: 'Joan Pike',
          phone: ['oh wait, Thursday is no good, take Friday', '07700900905'],
        },
      },
      end: {
        booked: [{ service: 'check-up', at: '2026-03-06 09:00', name: 'Joan Pike', phone: '07700900905' }],
      },
    },
    {
      name: 'corrects the name instead of saying a number',
      caller: {
        opens: 'check-up tomorrow at ten',
        answers: { name: 'Rob Ellis', phone: ['Sorry, Robin Ellis, not Rob.', '07700900906'] },
      },
      end: {
        booked: [{ service: 'check-up', at: '2026-03-05 10:00', name: 'Robin Ellis', phone: '07700900906' }],
      },
    },
    {
      name: 'corrects the name at the end',
      caller: {
        opens: 'filling on Friday at three please',
        answers: {
          name: 'Mary Stone',
          phone: '07700900907',
          'yes-no': ['no, put it under Gary Stone, it’s for my husband', 'yes, book it'],
        },
      },
      end: { booked: [{ service: 'filling', at: '2026-03-06 15:00', name: 'Gary Stone' }] },
    },
    {
      name: 'corrects the service at the end',
      caller: {
        opens: 'book a check-up on Monday at nine',
        answers: {
          name: 'Cleo Hart',
          phone: '07700900908',
          'yes-no': ['no no, a filling, I said', 'yes'],
        },
      },
      end: { booked: [{ service: 'filling', at: '2026-03-09 09:00', name: 'Cleo Hart' }] },
    },
    {
      name: 'thinks aloud about the day',
      caller: {
        opens: 'I’d like to have my teeth whitened',
        answers: {
          date: ['well, let me get my diary', 'Tuesday'],
          time: ['hmm, let me see', 'ten'],
          name: 'Nils Berg',
          phone: '07700900909',
        },
      },
      end: { booked: [{ service: 'whitening', at: '2026-03-10 10:00', name: 'Nils Berg' }] },
    },
    {
      name: 'takes whatever time there is',
      caller: {
        opens: 'Can I get a filling tomorrow?',
        answers: { time: 'I don’t mind, any of them will do', name: 'Ada Quist', phone: '07700900910' },
      },
      end: { booked: [{ service: 'filling', at: '2026-03-05 09:00', name: 'Ada Quist' }] },
    },
    {
      name: 'says yes to a list of times',
      caller: {
        opens: 'check-up on Friday please, when can I come?',
        answers: { time: ['yes', 'the last one'], name: 'Gil Voss', phone: '07700900911' },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-06 17:30', name: 'Gil Voss' }] },
    },
    {
      name: 'does not know what it needs',
      caller: {
        opens: 'I want to come in, my jaw has been throbbing since Sunday.',
        answers: {
          service: ['no idea, that is why I am asking you', 'a check-up then'],
          date: 'tomorrow',
          time: 'eleven',
          name: 'Sid Lowe',
          phone: '07700900912',
        },
      },
      end: { booked: [{ service: 'check-up', at: '2026-03-05 11:00', name: 'Sid Lowe' }] },
    },
    {
      name: 'asks about an order instead of saying what for',
      caller: {
        opens: 'I want to make an appointment',
        interrupts: { 1: 'oh, quickly, before I forget: has 20418 gone out?' },
        wishes: ['Right, so a check-up on Friday at noon.'],
        answers: {
          service: 'check-up',
          date: 'Friday',
          time: 'noon',
          name: 'Tess Ward',
          phone: '07700900913',
        },
      },
      end: {
        ordersFound: ['20418'],
        booked: [{ service: 'check-up', at: '2026-03-06 12:00', name: 'Tess Ward' }],
      },
    },
    {
      name: 'wonders what the number is for',
      caller: {
        opens: 'book me a cleaning on Friday at four',
        answers: { name: 'Max Orr', phone: ['what do you need that for?', '07700900914'] },
      },
      end: {
        booked: [{ service: 'cleaning', at: '2026-03-06 16:00', name: 'Max Orr', phone: '07700900914' }],
      },
    },
    {
      name: 'has lost the code',
      world,
      caller: {
        opens: 'I need to call off my appointment',
        answers: {
          ...iris,
          name: ['I lost the code, sorry', 'Iris Holt'],
          'yes-no': ['it’s under Iris Holt', 'yes'],
        },
      },
      end: { gone: [IRIS] },
    },
    {
      name: 'finds the number after all',
      caller: {
        opens: 'where’s my parcel',
        answers: {
          'tracking-number': 'I don’t have that with me',
          'order-number': '30177',
          'yes-no': 'hang on, I do have the order, 30177',
        },
      },
      end: { ordersFound: ['30177'] },
    },
    {
      name: 'wants no person',
      caller: {
        opens: 'I don’t want to complain or talk to anybody, I only need to know how late you are open today',
      },
      end: { heard: [/\b6\b|six|18/i] },
    },
    {
      name: 'wants an order cancelled',
      world,
      caller: { opens: 'cancel order 20418 please', answers: { 'yes-no': 'no thanks' } },
      end: { heard: [/cannot|can’t|unable/i], notHeard: [/name is the appointment/i] },
    },
    {
      name: 'wants to know it exactly',
      caller: { opens: 'has order 12345 been sent?', wishes: ['At what time today exactly?'] },
      end: { ordersFound: ['12345'], notHeard: [/what is it for|what day would/i] },
    },
    {
      name: 'wants to know what is booked',
      world,
      caller: { opens: 'Can you tell me when my appointment is? I forgot.', answers: iris },
      end: { heard: [/whitening.*March 12/i] },
    },
  ],
};
