/** What the built-in agent may ask, as it asks it. */
export const ASKED = {
  service: [
    'What is it for dentist appointment filling or teeth cleaning',
    'dentist appointment filling or teeth cleaning',
  ],
  day: ['What day would suit you', 'What other day would suit you', 'What day would suit you instead'],
  time: [
    'Would that suit you',
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
  bookedNameAgain: ['What name was it booked under', 'What name is the appointment under'],
  bookedDay: ['Which day is the one you mean'],
  bookedPhone: ['What phone number did you book with'],
  orderNumberAgain: ['Could you tell me the order number again'],
  orderNumber: ['What is your order number', 'What is the tracking number or the order number'],
  orderNumberOnceMore: [
    'Could you say the order number again or enter it with the keys of your phone',
    'enter it with the keys of your phone',
  ],
  more: [
    'Is there anything else',
    'Is there anything else I can do',
    'What else can I do for you',
    'Is there anything I can do until then',
  ],
  byKey: ['press one for yes and two for no'],
  person: ['Shall I connect you with a person'],
} as const;
