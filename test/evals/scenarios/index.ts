import type { Theme } from '../running/scenario.ts';
import { brokenTools, injection } from './badDays.ts';
import { booking } from './booking.ts';
import { cancelling } from './cancelling.ts';
import { fresh } from './fresh.ts';
import { impatient } from './impatient.ts';
import { mixed } from './mixed.ts';
import { orders, wrongNumbers } from './orders.ts';
import { abuse, handOver, silence } from './people.ts';
import { questions } from './questions.ts';
import { rescheduling } from './rescheduling.ts';

/** Every scenario that the agent is measured by. */
export const THEMES: readonly Theme[] = [
  booking,
  rescheduling,
  cancelling,
  orders,
  wrongNumbers,
  questions,
  handOver,
  abuse,
  silence,
  mixed,
  brokenTools,
  injection,
  fresh,
  impatient,
];
