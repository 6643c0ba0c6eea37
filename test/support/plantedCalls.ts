import { seededRandom } from '../../server/simulator/seededRandom.ts';
import type { PersonalKind } from '../../shared/calls/redaction.ts';

/** A line of a made-up call, with the personal data that was put into it. */
export interface PlantedLine {
  by: 'caller' | 'agent';
  text: string;
  planted: { kind: PersonalKind; value: string }[];
}

const FIRST =
  'Maria James Aisha Wei Carlos Ingrid Priya Dmitri Fatima Kwame Sean Yuki Olga Ahmed Linda Pierre Nadia Hugo Mei Tomas Grace Rajesh Elif Bjorn Chloe'.split(
    ' ',
  );
const LAST =
  "Lopez Smith O'Brien Nakamura Kowalski Haddad Petrov Okafor Lindqvist Chen Ferrari Jansen Moreau Gupta Silva Novak Hernandez Weber Yilmaz Brown Takahashi Murphy Rossi Dubois Ali".split(
    ' ',
  );
const STREET = 'Maple Oak Washington Elm Cedar Sunset Lincoln Highland Juniper Hickory'.split(' ');
const SUFFIX = 'Street Avenue Road Lane Drive Boulevard'.split(' ');
const TOWN = ['Springfield', 'Portland', 'Austin', 'Denver', 'Salem'];
const DOMAIN = ['example', 'gmail', 'yahoo', 'acme', 'outlook'];
const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** Calls in which items of every kind are given, as people write them and as recognisers do. About six items a call. */
export function plantedCalls(calls: number, seed: number): PlantedLine[][] {
  const seeded = seededRandom(seed);
  const random = () => seeded.number(1_000_000) / 1_000_000;
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const said = (number: string) =>
    [...number].map((digit) => (digit === '0' && random() < 0.4 ? 'oh' : WORDS[Number(digit)])).join(' ');
  const card = () => {
    const body = `4${digits(14)}`;
    let sum = 0;
    for (let i = 0; i < 15; i++) {
      const digit = Number(body[14 - i]);
      sum += i % 2 === 0 ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
    }
    return body + String((10 - (sum % 10)) % 10);
  };
  const grouped = (number: string, mark: string) => number.match(/.{1,4}/g)!.join(mark);
  const asr = (text: string) => text.toLowerCase().replaceAll(/[.,?!]/g, '');

  return Array.from({ length: calls }, () => {
    const spoken = random() < 0.6;
    const form = (text: string) => (spoken ? asr(text) : text);
    const lines: PlantedLine[] = [];
    const agent = (text: string, ...planted: PlantedLine['planted']) =>
      lines.push({ by: 'agent', text, planted });
    const caller = (template: string, ...planted: PlantedLine['planted']) => {
      let text = form(template);
      const values = planted.map(({ kind, value }) => ({ kind, value: form(value) }));
      for (const [n, { value }] of values.entries()) text = text.replace(`{${n}}`, () => value);
      lines.push({ by: 'caller', text, planted: values });
    };
    const first = pick(FIRST);
    const last = pick(LAST);
    const name = `${first} ${last}`;
    agent('Thank you for calling. May I have your name, please?');
    const naming = pick([
      'My name is {0}.',
      'Yes, my name is {0} and I am calling about an order.',
      '{0}.',
      "It's {0}.",
      'This is {0} speaking.',
      'Sure, the name is {0}.',
    ]);
    caller(naming, { kind: 'name', value: name });
    agent(`Thank you, ${name}. What can I do for you?`, { kind: 'name', value: name });
    if (random() < 0.4)
      caller("That's spelled {0}.", {
        kind: 'name',
        value: [...last.replaceAll("'", '').toUpperCase()].join(pick([' ', '-'])),
      });
    if (random() < 0.8) {
      const number = card();
      agent('Which card would you like to use?');
      caller(
        pick([
          'My card number is {0}.',
          "It's a visa, {0}.",
          'The number is {0}, thanks.',
          'Charge it to {0} please.',
        ]),
        {
          kind: 'card number',
          value: spoken ? said(number) : pick([number, grouped(number, ' '), grouped(number, '-')]),
        },
      );
    }
    if (random() < 0.7) {
      const number = digits(pick([6, 8, 10]));
      agent('What is your account number?');
      caller(pick(['My account number is {0}.', 'The account is {0}.', "It's {0}."]), {
        kind: 'account number',
        value: spoken ? said(number) : number,
      });
    }
    if (random() < 0.8) {
      const local = pick([`${first}.${last}`, `${first[0]}${last}${digits(2)}`, `${first}_${last}`])
        .replaceAll("'", '')
        .toLowerCase();
      const domain = pick(DOMAIN);
      const saidLocal = local
        .replaceAll('.', ' dot ')
        .replaceAll('_', ' underscore ')
        .replaceAll(/\d/g, (digit) => ` ${WORDS[Number(digit)]}`);
      const spelling =
        spoken && random() < 0.3
          ? [...local].join(' ').replaceAll(' . ', ' dot ').replaceAll(' _ ', ' underscore ')
          : saidLocal;
      agent('And your e-mail address?');
      caller(pick(['My email is {0}.', "Sure, it's {0}.", 'You can write to {0}.', '{0}']), {
        kind: 'e-mail',
        value: spoken ? `${spelling} at ${domain} dot com` : `${local}@${domain}.com`,
      });
    }
    if (random() < 0.8) {
      const [area, mid, end] = [`2${digits(2)}`, digits(3), digits(4)];
      agent('Which number can we reach you at?');
      caller(
        pick([
          'My phone number is {0}.',
          'You can reach me at {0}.',
          "It's {0}.",
          'Call me back on {0} after six.',
        ]),
        {
          kind: 'phone',
          value: spoken
            ? said(area + mid + end)
            : pick([
                `(${area}) ${mid}-${end}`,
                `${area}-${mid}-${end}`,
                `+1 ${area} ${mid} ${end}`,
                area + mid + end,
              ]),
        },
      );
    }
    if (random() < 0.8) {
      const house = 10 + Math.floor(random() * 90);
      const street = `${pick(STREET)} ${pick(SUFFIX)}`;
      const saidHouse =
        house % 10 === 0
          ? TENS[house / 10]!
          : house < 20
            ? String(house)
            : `${TENS[Math.floor(house / 10)]} ${WORDS[house % 10]}`;
      agent('Where should we deliver it?');
      caller(pick(['I live at {0}.', 'My address is {0}.', 'Please send it to {0}.', "It's {0}."]), {
        kind: 'address',
        value: spoken
          ? `${saidHouse} ${street}`
          : pick([`${house} ${street}`, `${house} ${street}, ${pick(TOWN)}`]),
      });
    }
    agent('Is there anything else?');
    caller('No, that is all. Goodbye.');
    return lines;
  });
}

/** Lines in which nobody is named; what is taken out of them is taken out wrongly. */
export const HARMLESS_LINES: readonly string[] = `
I would like to book an appointment for next Tuesday at ten thirty.
Where is my order? I ordered it three weeks ago.
My order number is A 1 0 4 7.
The tracking number is 1 Z 9 9 9.
I'm calling about the parcel that never arrived.
This is terrible, I have been waiting for two hours.
This is really great, thank you so much.
It's about an invoice from March.
Can I speak to a person, please?
I am not sure which size I need.
What are your opening hours on Saturday?
We are open from nine in the morning until six in the evening.
The next free times are Monday at two, Monday at three and Tuesday at nine.
Your appointment is on Friday the twenty second of November at half past ten.
It costs forty nine dollars and ninety nine cents.
The total is $1,249.00 including delivery.
It was delivered on 2026-11-20 at 14:35.
That will be ready in two to three business days.
I need to change the date to the fifth of May.
There are seven items in your basket.
Press one for sales, two for support and three for everything else.
one two three testing
Could you repeat that, please?
Sorry, I did not understand you.
I'll hold, no problem.
Is that the blue one or the black one?
We moved two minutes away from the old place.
It takes twenty minutes one way.
My package is lost and I want my money back.
The flight leaves in two thousand twenty seven.
There is a problem with the invoice for October.
May I ask what this is about?
I'm looking for running shoes in size ten and a half.
That's exactly right.
that's right thank you very much
i am calling because my delivery has not come
this is the third time i call
i'm happy with that
yes please book it for friday at four
no that is wrong i said fifteen not fifty
can you check order number one zero four seven
it is still not working
it's in the box with the blue label
for two people please
from monday to friday
hello is anybody there
hi i have a question about my bill
hello there how are you today
thanks for your help
thank you that is all
i want to cancel it
i guess so
do you have it in green
what does it cost
how long does the delivery take
is it free of charge
i have been a customer for ten years
the last time it took four weeks
i would like the second one
we have three children
the code on the screen says error five hundred
version three point one does not start
it happened at about eleven o'clock
the reference number is B 2 2 9 1
Your confirmation code is K 7 4 2.
Our warehouse is closed on Thanksgiving.
The store in Portland opens at eight.
I bought it at the shop in Berlin last summer.
My daughter wants the red one.
The doctor said I should come back in six months.
Mister, I already told you twice.
I am speaking English, can you hear me?
Call me when it is ready.
I'll be there in thirty minutes.
The meeting is at three in room two.
He said it would be here by Wednesday.
Good morning, I have a complaint.
Good evening.
One moment, please.
I will transfer you to a colleague.
Your order has been shipped and arrives tomorrow between one and five.
The price went up by fifteen percent.
At four dot five volts it stops.
We met at the station.
She works at a bank.
I need it at the latest by noon.
Look at the website dot we said.
It is at the end of the road.
Turn left at the second street.
Anything with a dash in it.
I have two of them and both are broken.
Size thirty two waist, thirty four length.
My account is locked and I cannot sign in.
I forgot my password.
Can you send it again?
The battery lasts eight to ten hours.
Which card do you accept?
I paid by card yesterday.
Please cancel the subscription at the end of the month.
That was five years ago.
I have no idea.
`
  .trim()
  .split('\n');
