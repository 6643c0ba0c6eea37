import type { ScenarioInput } from '../../../server/simulator/scenarios/scenario.ts';
import { BOOKINGS } from './bookings.ts';
import { DISTURBANCES } from './disturbances.ts';
import { MENUS } from './menus.ts';
import { QUESTIONS } from './questions.ts';

/** Opening hours as they are now. */
const hours = (open: boolean): ScenarioInput => ({
  name: 'opening hours decide',
  to: '+15005550104',
  voice: 'awb',
  moves: [{ do: 'stay', atMostMs: 30_000 }],
  expect: {
    ends: 'agent',
    heard: [open ? 'during our opening hours' : 'closed at the moment'],
    notHeard: [open ? 'closed at the moment' : 'during our opening hours'],
    call: { end: 'goodbye' },
  },
});

/** Every call of the evaluations. `open`: the sample business is open now. */
export const callScenarios = (open: boolean): readonly ScenarioInput[] => [
  ...MENUS,
  ...QUESTIONS,
  ...BOOKINGS,
  ...DISTURBANCES,
  hours(open),
];
