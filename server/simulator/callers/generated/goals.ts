import type { Expectation, ScenarioInput } from '../../scenarios/scenario.ts';
import type { SeededRandom } from '../../seededRandom.ts';
import type { ASKED } from './asked.ts';
import { type Business, DAYS_AHEAD, dayAfter, type FreeTime, freeTime, weekdayOf } from './business.ts';
import { dayNamed, daySaid, digitsSaid, phoneSaid, timeSaid } from './spoken.ts';
import type { Temper } from './temper.ts';

/** What somebody says first, what to which question, and what must have come of it. */
export interface Goal {
  what: string;
  opening: string;
  /** Several: to the same question asked again, one after the other. */
  answers: Partial<Record<keyof typeof ASKED, readonly string[]>>;
  expect: NonNullable<ScenarioInput['expect']>;
  /** The same, for who hangs up before it is done; null: there is nothing that could be left undone. */
  undone: Expectation['data'] | null;
}

type MakeGoal = (business: Business, random: SeededRandom, temper: Temper, from: string) => Goal | null;

const FIRST = [
  'Tom',
  'Grace',
  'Maria',
  'Robert',
  'Olivia',
  'Daniel',
  'Anna',
  'Peter',
  'Laura',
  'Kevin',
] as const;
const LAST = [
  'Baker',
  'Miller',
  'Lopez',
  'Young',
  'Stone',
  'Cooper',
  'Fisher',
  'Bennett',
  'Carter',
  'Hughes',
] as const;
const YES = ['yes', 'yes please', 'yeah', 'sure', 'that’s right', 'yes, that’s fine', 'okay'] as const;
const NO = ['no', 'no, thank you', 'nope'] as const;

const calendarOf = ({ today }: Business) =>
  `/api/v1/business/appointments?from=${today}&to=${dayAfter(today, DAYS_AHEAD + 2)}`;
const articled = (name: string) => `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name.toLowerCase()}`;
const localOf = ({ day, minute }: FreeTime) =>
  `${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const book: MakeGoal = (business, random, temper, from) => {
  const wish = freeTime(business, random);
  if (!wish) return null;
  const { service } = wish;
  const name = `${random.pick(FIRST)} ${random.pick(LAST)}`;
  const corrects = temper.has('corrects');
  const day = corrects ? corrected(daySaid(wish, random), wrongDay(wish), random) : daySaid(wish, random);
  const time = timeSaid(wish.minute, random);
  const phone = `202555${String(random.number(10_000)).padStart(4, '0')}`;
  const own = random.chance(0.5);
  const opening = random.pick([
    'I would like to make an appointment',
    'I need an appointment',
    'can I book an appointment',
    `I’d like to book ${articled(service.name)}`,
    `can I get ${articled(service.name)} ${day}`,
    `I want to book ${articled(service.name)} ${day} ${time}`,
    `do you have anything for ${articled(service.name)} ${day}`,
  ]);
  const where = { name, state: 'booked' };
  return {
    what: 'books',
    opening,
    answers: {
      service: [
        random.pick([
          articled(service.name),
          `${service.name.toLowerCase()}, please`,
          service.name.toLowerCase(),
        ]),
      ],
      day: [day, daySaid(wish, random)],
      time: [time, `${timeSaid(wish.minute, random)}, please`],
      name: [
        random.pick([`it’s ${name}`, `my name is ${name}`, name, `${name}, please`]),
        `my name is ${name}`,
      ],
      ownNumber: own ? [random.pick(YES)] : [random.pick(NO)],
      phone: [
        random.pick([phoneSaid(phone), `it’s ${phoneSaid(phone)}`, `my number is ${phoneSaid(phone)}`]),
      ],
      book: [random.pick(YES)],
    },
    expect: {
      heard: ['it is booked'],
      data: [
        { path: calendarOf(business), where, new: 1 },
        {
          path: calendarOf(business),
          where: {
            ...where,
            local: localOf(wish),
            serviceName: service.name,
            phone: endsIn(own ? from : phone),
          },
          new: 1,
        },
      ],
    },
    undone: [{ path: calendarOf(business), where, new: 0 }],
  };
};

const cancel: MakeGoal = (business, random) => {
  const booked = business.appointments.filter(
    ({ state, local, phone }) => state === 'booked' && phone !== null && local.slice(0, 10) > business.today,
  );
  const one = booked[random.number(booked.length)];
  if (!one) return null;
  const by = random.pick(['name', 'code'] as const);
  const code = digitsSaid(one.confirmationCode);
  const named =
    by === 'code'
      ? [`it’s ${code}`, code]
      : [random.pick([`it’s under ${one.name}`, one.name, `my name is ${one.name}`])];
  const where = { id: one.id, state: 'cancelled' };
  return {
    what: `cancels by ${by}`,
    opening: random.pick([
      'I need to cancel my appointment',
      'I’d like to cancel an appointment',
      'please cancel my appointment',
      'I can’t make it to my appointment, can you cancel it',
    ]),
    answers: {
      bookedName: named,
      bookedNameAgain: [`it’s under ${one.name}`],
      bookedPhone: [phoneSaid(one.phone!)],
      bookedDay: [dayNamed(one.local.slice(0, 10))],
      cancel: [random.pick(YES)],
    },
    expect: {
      data: [
        { path: calendarOf(business), where, new: 1 },
        { path: calendarOf(business), where: { state: 'cancelled' }, new: 1 },
      ],
    },
    undone: [{ path: calendarOf(business), where: { state: 'cancelled' }, new: 0 }],
  };
};

/** What is heard of an order in a state. */
const STATES: Readonly<Record<string, string>> = {
  'out-for-delivery': 'out for delivery',
  shipped: 'on its way',
  'in-transit': 'on its way',
  delivered: 'has been delivered',
  cancelled: 'was cancelled',
  processing: 'is processing',
};

const order: MakeGoal = ({ orders }, random, temper) => {
  const known = orders.filter(({ number, status }) => /^\d{4,8}$/.test(number) && STATES[status]);
  const one = known[random.number(known.length)];
  if (!one) return null;
  const right = digitsSaid(one.number, random.pick([[], [3, 2], [2, 3]]));
  const wrong = digitsSaid(one.number.replace(/\d$/, (digit) => String((Number(digit) + 3) % 10)));
  const number = temper.has('corrects') ? `${wrong}, sorry, ${right}` : right;
  return {
    what: 'asks for an order',
    opening: random.pick([
      'where is my order',
      'I would like to know the status of my order',
      'I’m calling about my order',
      'I’m still waiting for my package',
      `where is my order ${number}`,
      `can you check order ${number}`,
    ]),
    answers: {
      orderNumber: [random.pick([number, `it’s ${number}`, `the number is ${number}`]), right],
      orderNumberOnceMore: [right],
      orderNumberAgain: [right],
    },
    expect: { heard: [STATES[one.status]!] },
    undone: null,
  };
};

const hours: MakeGoal = ({ week }, random) =>
  week.length === 0
    ? null
    : {
        what: 'asks for the hours',
        opening: random.pick([
          'what are your opening hours',
          'when are you open',
          'until when are you open on Friday',
          'are you open on Saturday',
        ]),
        answers: {},
        expect: { heard: [['we are open', 'we are closed', 'open']] },
        undone: null,
      };

const question: MakeGoal = ({ faq }, random) => {
  const one = faq[random.number(faq.length)];
  if (!one) return null;
  // The last of several questions: “Can I change my appointment?” is a wish as well.
  const asked = one.question.split('?').at(-2)!.trim();
  return {
    what: `asks “${asked}?”`,
    opening: asked,
    answers: {},
    expect: {
      heard: [
        one.answer
          .split(/[\s,.]+/)
          .slice(0, 4)
          .join(' '),
      ],
    },
    undone: null,
  };
};

const GOALS = [book, book, cancel, order, order, hours, question] as const satisfies MakeGoal[];

/** Something that can be wanted of this business; null: nothing can. */
export function drawGoal(...given: Parameters<MakeGoal>): Goal | null {
  const [, random] = given;
  for (let tries = 0; tries < 20; tries++) {
    const goal = random.pick(GOALS)(...given);
    if (goal) return goal;
  }
  return null;
}

const corrected = (right: string, wrong: string, random: SeededRandom) =>
  `${wrong}, ${random.pick(['no wait', 'no sorry', 'sorry, I mean'])}, ${right}`;

function wrongDay({ day }: FreeTime): string {
  return `on ${weekdayOf(dayAfter(day, 1))}`;
}

/** The digits with anything between them, at the end. */
const endsIn = (phone: string) => `/${[...phone.replaceAll(/\D/g, '').slice(-10)].join('\\D*')}$/`;
