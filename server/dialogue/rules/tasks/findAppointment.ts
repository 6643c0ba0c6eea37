import { z } from 'zod';
import { weekdayOf } from '../../understanding/when/localDay.ts';
import type { FoundAppointment, Task } from '../memory.ts';
import { abilities, MORE, wayOut } from '../say/offers.ts';
import { dayAndTime, onDay, oneOf, sayTime } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';

const Appointment = z
  .object({
    appointmentId: z.string(),
    startsAt: z.string(),
    service: z.string().optional(),
    serviceName: z.string().optional(),
  })
  .transform(({ serviceName, ...found }) => ({ ...found, service: found.service ?? serviceName }));
const Found = z.union([
  z.object({ appointments: z.array(Appointment) }).transform(({ appointments }) => appointments),
  Appointment.transform((appointment) => [appointment]),
]);

/** Failures after which a person is offered. */
const MOST_FAILURES = 2;

/** Finds the one appointment that is to be changed, or asks for what tells which one it is. */
export async function findOne(
  task: Task,
  scene: Scene,
): Promise<{ found: FoundAppointment; task: Task } | { answer: Answer }> {
  const all = await findAll(task, scene);
  if ('answer' in all) return all;
  const [only, ...others] = narrowed(all.task, scene);
  if (others.length > 0) return { answer: whichOne([only!, ...others], all.task, scene) };
  return { found: only!, task: { ...all.task, found: [only!] } };
}

/** Tells what somebody has booked, and changes nothing. */
export async function tellAppointments(task: Task, scene: Scene): Promise<Answer> {
  const all = await findAll(task, scene);
  if ('answer' in all) return all.answer;
  const named = all.task.found.map((appointment) => sayAppointment(appointment, scene));
  return ask(`You have ${oneOf(named, 'and')}.`, MORE, 'anything', null);
}

/** Finds all appointments of somebody, at least one, or asks for what tells whose they are. */
async function findAll(task: Task, scene: Scene): Promise<{ task: Task } | { answer: Answer }> {
  if (task.found.length > 0) return { task };
  const name = task.slots.name ?? scene.memory.known.name ?? scene.request.personName;
  const { confirmationCode, phone } = task.slots;
  if (!scene.offers('find_appointment')) {
    const out = wayOut(scene);
    return {
      answer: ask(`I cannot change appointments here. ${abilities(scene)}`, out.question, out.asked, null),
    };
  }
  if (!confirmationCode && !name)
    return {
      answer: ask('', 'What name is the appointment under, or what is your confirmation code?', 'name', task),
    };
  const known = phone ?? scene.memory.known.phone;
  const called = await scene.call(
    'find_appointment',
    confirmationCode ? { confirmationCode } : { name, ...(known && { phone: known }) },
    Found,
  );
  if (called.ok && called.result.length > 0) return { task: { ...task, found: called.result } };
  if (!called.ok && called.code === 'invalid-input' && !known && !confirmationCode)
    return {
      answer: ask('', 'What phone number did you book with?', 'phone', {
        ...task,
        slots: { ...task.slots, name },
      }),
    };
  return { answer: notFound(called.ok ? 'not-found' : called.code, task, confirmationCode ?? name!, scene) };
}

/** What was found, as far as day and time that were said about it leave open. */
function narrowed({ found, slots }: Task, { request }: Scene): FoundAppointment[] {
  if (found.length < 2) return found;
  const fitting = found.filter(({ startsAt }) => {
    const { date, time } = dayAndTime(startsAt, request.timeZone);
    return (
      (!slots.oldFrom || (date >= slots.oldFrom && date <= slots.oldTo!)) &&
      (!slots.oldAt || time === slots.oldAt)
    );
  });
  if (fitting.length > 0) return fitting;
  // “The one on Wednesday”, said on a Wednesday, may be that of next week.
  const weekday = slots.oldFrom && slots.oldFrom === slots.oldTo ? weekdayOf(slots.oldFrom) : null;
  const sameWeekday = found.filter(
    ({ startsAt }) => weekdayOf(dayAndTime(startsAt, request.timeZone).date) === weekday,
  );
  return sameWeekday.length > 0 ? sameWeekday : found;
}

function whichOne(found: readonly FoundAppointment[], task: Task, scene: Scene): Answer {
  const named = found.slice(0, 4).map((appointment) => sayAppointment(appointment, scene));
  return ask(`I see ${oneOf(named, 'and')}.`, 'Which day is the one you mean?', 'date', {
    ...task,
    found: [...found],
  });
}

/** “the check-up on Friday, March 6 at 3 PM”. */
export function sayAppointment({ startsAt, service }: FoundAppointment, { request, today }: Scene): string {
  const { date, time } = dayAndTime(startsAt, request.timeZone);
  return `the ${service?.toLowerCase() ?? 'appointment'} ${onDay(date, today)} at ${sayTime(time)}`;
}

function notFound(code: string, task: Task, given: string, scene: Scene): Answer {
  const out = wayOut(scene);
  const { name: _, confirmationCode: __, ...slots } = task.slots;
  const again: Task = { ...task, slots, found: [], failures: task.failures + 1 };
  if (code !== 'not-found' && code !== 'invalid-input')
    return ask('I cannot reach our calendar at the moment.', out.question, out.asked, null);
  if (again.failures >= MOST_FAILURES)
    return ask(`I cannot find an appointment for ${given} either.`, out.question, out.asked, {
      ...again,
      failures: 0,
    });
  return ask(
    `I cannot find an appointment for ${given}.`,
    'What name was it booked under, or what is the confirmation code?',
    'name',
    again,
  );
}
