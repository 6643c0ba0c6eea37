import type { MoveInput } from '../../../server/simulator/callers/moves.ts';

type Answers = Extract<MoveInput, { do: 'answer' }>['answers'];
type With = Answers[number]['with'];

/** What the agent may ask, as it asks it. */
export const ASKED = {
  service: [
    'What is it for dentist appointment filling or teeth cleaning',
    'dentist appointment filling or teeth cleaning',
  ],
  day: ['What day would suit you', 'What other day would suit you', 'What day would suit you instead'],
  time: [
    'Which time would suit you',
    'Which of these times would suit you',
    'What other time would suit you',
  ],
  name: ['What name shall I book it under'],
  phone: ['What phone number can we reach you at'],
  ownNumber: ['Shall I use the number you are calling from'],
  book: ['Shall I book it'],
  cancel: ['Shall I cancel it'],
  move: ['Shall I do that'],
  bookedName: [
    'What name is the appointment under or what is your confirmation code',
    'or what is your confirmation code',
  ],
  bookedPhone: ['What phone number did you book with'],
  orderNumber: ['What is your order number', 'What is the tracking number or the order number'],
  orderNumberOnceMore: [
    'Could you say the order number again or enter it with the keys of your phone',
    'enter it with the keys of your phone',
  ],
  more: ['Is there anything else', 'What else can I do for you'],
  person: ['Shall I connect you with a person'],
} as const;

/** Answers questions until the agent asks whether there is anything else. */
export const answers = (given: Partial<Record<keyof typeof ASKED, With>>): MoveInput => ({
  do: 'answer',
  answers: Object.entries(given).map(([asked, reply]) => ({
    to: [...ASKED[asked as keyof typeof ASKED]],
    with: reply,
  })),
  until: [...ASKED.more],
});
export const say = (text: string): MoveInput => ({ do: 'say', text });
export const listen = (silentMs = 1_200): MoveInput => ({ do: 'listen', silentMs });
export const keys = (pressed: string): MoveInput => ({ do: 'keys', keys: pressed });
/** Takes leave, says nothing when asked how it was, and waits for the agent to end the call. */
export const leave: MoveInput[] = [say('No, thank you. Goodbye.'), { do: 'stay', atMostMs: 30_000 }];
export const hangUp: MoveInput = { do: 'hang-up' };

/** Appointments of the days in which scenarios book. */
export const CALENDAR = '/api/v1/business/appointments?from={workday+1.date}&to={workday+10.date}';
export const AGENT = '+15005550107';
