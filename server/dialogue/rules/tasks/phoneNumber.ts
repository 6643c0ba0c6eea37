import type { Task } from '../memory.ts';
import { sayNumber } from '../say/numbers.ts';
import { capital, sayChoice } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';
import { keyOf } from './keyOf.ts';

const QUESTION = 'What phone number can we reach you at?';
const ABOUT_IT = /\b(?:number|phone|digits?)\b/i;
const WRONG = /\b(?:no|not|isn['’]?t|wrong|incorrect|mistake|misheard)\b/i;

/** Of the number that somebody calls from only so much is said: enough to tell it from their others. */
const SHOWN_DIGITS = 4;

/** Asks for a telephone number to book with: on a call the caller's own first, which nobody can mishear. */
export function askPhone(task: Task, scene: Scene): Answer {
  const lead = whatIsNew(task, scene);
  const own = scene.request.callsFrom;
  if (task.slots.otherPhone) return ask('All right.', QUESTION, 'phone', task);
  if (own === undefined) return ask(lead, QUESTION, 'phone', task);
  const shown = sayNumber(own.slice(-SHOWN_DIGITS));
  return ask(
    `${lead} Your number ends in ${shown}.`.trim(),
    'Shall I use the number you are calling from?',
    'yes-no',
    {
      ...task,
      toConfirm: keyOf(withOwn(task, own)),
    },
  );
}

/** The name or the time as it was just given, or changed though a number was asked for. */
function whatIsNew({ slots, chosen }: Task, { memory, today }: Scene): string {
  const before = memory.task;
  if (chosen && before?.chosen && chosen.startsAt !== before.chosen.startsAt)
    return `${capital(sayChoice(chosen, today))} is free.`;
  return slots.name === before?.slots.name ? '' : `Thank you, ${slots.name}.`;
}

/** The task with the number that somebody calls from, where they were just asked whether to use it. */
export function withOfferedNumber(task: Task, { request }: Scene): Task | null {
  const own = request.callsFrom;
  if (own === undefined || task.kind !== 'book' || task.slots.phone) return null;
  const offered = withOwn(task, own);
  return task.toConfirm === keyOf(offered) ? offered : null;
}

/**
 * How the number of a booking is said before a yes, behind the name. In writing everybody sees what they wrote; on a
 * call it may have been misheard, and nobody would notice.
 */
export function readPhoneBack(phone: string | undefined, { request }: Scene): string {
  if (!phone || !request.hasKeys) return '';
  return phone === request.callsFrom
    ? ', with the number you are calling from'
    : `, phone number ${sayNumber(phone)}`;
}

/** Whether somebody says, without giving another one, that the number they were read is not theirs. */
export function disputesNumber({ kind, slots, toConfirm }: Task, { request, memory }: Scene): boolean {
  return (
    kind === 'book' &&
    memory.asked === 'yes-no' &&
    toConfirm !== null &&
    slots.phone !== undefined &&
    ABOUT_IT.test(request.text) &&
    WRONG.test(request.text)
  );
}

/** Asks anew for a number that was not the right one, and forgets it. */
export function askPhoneAnew(why: string, task: Task): Answer {
  const { phone: _, ...slots } = task.slots;
  const open: Task = { ...task, slots: { ...slots, otherPhone: true }, toConfirm: null };
  return { ...ask(why, QUESTION, 'phone', open), known: { phone: undefined } };
}

function withOwn(task: Task, phone: string): Task {
  return { ...task, slots: { ...task.slots, phone } };
}
