import { Scenario, type ScenarioInput } from '../../scenarios/scenario.ts';
import { seededRandom } from '../../seededRandom.ts';
import { Unusable } from '../../unusable.ts';
import type { MoveInput } from '../moves.ts';
import { ASKED } from './asked.ts';
import type { Business } from './business.ts';
import { drawGoal, type Goal } from './goals.ts';
import { drawTemper, saidBy, type Temper, thinking } from './temper.ts';

type Answers = Extract<MoveInput, { do: 'answer' }>['answers'];

const ATTENTION = ['Uh-huh.', 'Mhm.', 'Okay.', 'Right.', 'Yeah.'] as const;
const VOICES = ['slt', 'rms', 'awb', 'kal'] as const;
const HANGS_UP_AFTER = [
  'service',
  'day',
  'time',
  'name',
  'phone',
  'ownNumber',
  'book',
  'bookedName',
  'cancel',
] as const;

/** Whoever hangs up has done it by then: these are always asked. */
const DECIDING = new Set(['book', 'cancel']);

/**
 * A caller with a goal and a temper, the same for the same seed at the same business. Throws Unusable where there is
 * nothing that could be asked for.
 */
export function generateCall(seed: number, business: Business, to: string): Scenario {
  const random = seededRandom(seed);
  const from = `+1212555${String(random.number(10_000)).padStart(4, '0')}`;
  const temper = drawTemper(random);
  const goal = drawGoal(business, random, temper, from);
  if (!goal)
    throw new Unusable(
      'There is nothing that could be asked for: the business has no services, orders, hours or questions.',
    );
  const say = (text: string) => saidBy(temper, text, random);
  const hangsUp = temper.has('hangs up') && goal.undone !== null;
  const left = hangsUp ? random.pick(HANGS_UP_AFTER) : null;
  const answers = Object.entries(goal.answers).map(([asked, replies]): Answers[number] => ({
    to: [...ASKED[asked as keyof typeof ASKED]],
    with:
      asked === left || (hangsUp && DECIDING.has(asked))
        ? { hangUp: true }
        : replies.map((reply) => ({ say: say(reply), ...thinking(temper, random) })),
  }));
  const talk: MoveInput = {
    do: 'answer',
    answers,
    until: [...ASKED.more],
    ...(temper.has('attends') && {
      meanwhile: {
        say: random.pick(ATTENTION),
        afterMs: 600 + 100 * random.number(20),
        times: 1 + random.number(3),
      },
    }),
  };
  const begins: MoveInput = temper.has('interrupts')
    ? { do: 'interrupt', afterMs: 300 + 100 * random.number(25) }
    : { do: 'listen' };
  const leaves: MoveInput[] = [
    { do: 'say', text: 'No, thank you. Goodbye.' },
    { do: 'stay', atMostMs: 40_000 },
  ];
  return Scenario.parse({
    name: nameOf(seed, goal, temper),
    to,
    from,
    voice: random.pick(VOICES),
    moves: [begins, { do: 'say', text: say(goal.opening) }, talk, ...leaves],
    expect: expectationOf(goal, hangsUp),
  } satisfies ScenarioInput);
}

function nameOf(seed: number, { what }: Goal, temper: Temper): string {
  return `seed ${seed}: ${what}${temper.size > 0 ? ` (${[...temper].join(', ')})` : ''}`.slice(0, 100);
}

function expectationOf({ expect, undone }: Goal, hangsUp: boolean): ScenarioInput['expect'] {
  return hangsUp && undone ? { data: undone } : { ends: 'agent', ...expect };
}
