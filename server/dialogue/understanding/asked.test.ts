import { expect, test } from 'vitest';
import { askedIn } from './asked.ts';

test.each([
  ['What is your order number?', 'order-number'],
  ['I cannot find order 5. Could you tell me the order number again?', 'order-number'],
  [
    'I cannot find order 5. Could you say the order number again, or enter it with the keys of your phone?',
    'order-number',
  ],
  ['What is the tracking number, or the order number?', 'tracking-number'],
  ['What is it for: check-up or cleaning?', 'service'],
  ['What day would suit you?', 'date'],
  ['I have found it. What day would suit you instead?', 'date'],
  ['Which day is the one you mean?', 'date'],
  ['I have 9 AM, noon or 3 PM. Which time would suit you?', 'time'],
  ['On Monday I have 10 AM. Would that suit you?', 'yes-no'],
  ['Would you like another time?', 'yes-no'],
  ['What name shall I book it under?', 'name'],
  ['What name is the appointment under, or what is your confirmation code?', 'name'],
  ['What phone number can we reach you at?', 'phone'],
  ['Check-up tomorrow at 11 AM, for Ann. Shall I book it?', 'yes-no'],
  ['Shall I cancel it?', 'yes-no'],
  ['Shall I do that?', 'yes-no'],
  ['I do not know that. Shall I connect you with a person?', 'hand-over'],
  ['Is there anything else?', 'anything'],
  ['We are open now.', 'anything'],
])('%s asks for %s', (text, asked) => {
  expect(askedIn(text)).toBe(asked);
});
