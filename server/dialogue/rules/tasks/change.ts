import { z } from 'zod';
import type { Task } from '../memory.ts';
import { capital, onDay, sayTime } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';
import { notBooked } from './book.ts';
import { chooseTime } from './calendar.ts';
import { findOne, sayAppointment } from './findAppointment.ts';
import { keyOf } from './keyOf.ts';

/** Finds the appointment, and asks whether it is to be cancelled. */
export async function prepareCancelling(task: Task, scene: Scene): Promise<Answer> {
  const one = await findOne(task, scene);
  if ('answer' in one) return one.answer;
  const next: Task = { ...one.task, chosen: null };
  return ask(`I have found ${sayAppointment(one.found, scene)}.`, 'Shall I cancel it?', 'yes-no', {
    ...next,
    toConfirm: keyOf(next),
  });
}

/** Cancels what was confirmed. */
export async function cancel(task: Task, scene: Scene): Promise<Answer> {
  const [found] = task.found;
  if (!found || task.toConfirm !== keyOf(task)) return prepareCancelling({ ...task, toConfirm: null }, scene);
  const called = await scene.call('cancel_appointment', { appointmentId: found.appointmentId }, z.unknown());
  return called.ok
    ? ask(
        `${capital(sayAppointment(found, scene))} is cancelled.`,
        'Is there anything else?',
        'anything',
        null,
      )
    : notBooked(called.code, task, scene);
}

/** Finds the appointment and a new time, and asks whether it is to be moved. */
export async function prepareMoving(task: Task, scene: Scene): Promise<Answer> {
  const one = await findOne(task, scene);
  if ('answer' in one) return one.answer;
  const { slots } = one.task;
  const here = sayAppointment(one.found, scene);
  if (!slots.from && !slots.soonest && !slots.at && !task.looking)
    return ask(`I have found ${here}.`, 'What day would suit you instead?', 'date', one.task);
  const found = await chooseTime(one.task, one.found.service, scene);
  if ('answer' in found) return found.answer;
  const next: Task = { ...found.task, looking: false, offered: [] };
  const there = `${onDay(found.chosen.date, scene.today)} at ${sayTime(found.chosen.time)}`;
  return ask(`I would move ${here} to ${there.replace(/^on /, '')}.`, 'Shall I do that?', 'yes-no', {
    ...next,
    toConfirm: keyOf(next),
  });
}

/** Moves what was confirmed. */
export async function move(task: Task, scene: Scene): Promise<Answer> {
  const [found] = task.found;
  const { chosen } = task;
  if (!found || !chosen || task.toConfirm !== keyOf(task))
    return prepareMoving({ ...task, toConfirm: null }, scene);
  const called = await scene.call(
    'reschedule_appointment',
    { appointmentId: found.appointmentId, startsAt: chosen.startsAt },
    z.unknown(),
  );
  if (!called.ok) return notBooked(called.code, task, scene);
  const there = `${onDay(chosen.date, scene.today)} at ${sayTime(chosen.time)}`;
  return ask(`Done, your appointment is now ${there}.`, 'Is there anything else?', 'anything', null);
}
