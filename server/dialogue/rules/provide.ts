import type { SlotsSaid } from '../understanding/slots.ts';
import { oldSlots } from './beginTask.ts';
import { fillSlots } from './fillSlots.ts';
import { follow } from './follow.ts';
import { newTask, type Task } from './memory.ts';
import { pickOffered } from './pickOffered.ts';
import { type Answer, ask, type Scene } from './scene.ts';
import { notUnderstood } from './talk.ts';
import { askPhoneAnew, disputesNumber } from './tasks/phoneNumber.ts';

const DIGITS = /\d|\b(?:two|three|four|five|six|seven|eight|nine|double)\b/i;
const REFUSAL = /\b(?:no|nope|none|not|never|don['’]?t|without|skip|rather|why|private)\b/i;

/** Takes what was said into the task that is open, and goes on. */
export function provide(said: SlotsSaid, scene: Scene, yes = false): Promise<Answer> | Answer {
  const { memory, request } = scene;
  const { task } = memory;
  if (!task) {
    if (said.trackingNumber) return follow(newTask('track-package', fillSlots({}, said)), scene);
    if (said.orderNumber) return follow(newTask('order-status', fillSlots({}, said)), scene);
    if (said.service || said.when.day || said.when.at)
      return follow({ ...newTask('book', fillSlots({}, said)), looking: true }, scene);
    return notUnderstood(scene);
  }
  if (memory.asked === 'phone' && !gaveSomething(said)) {
    if (DIGITS.test(request.text))
      return ask(
        'That was not a whole phone number.',
        memory.question ?? 'What is your phone number?',
        'phone',
        task,
      );
    if (REFUSAL.test(request.text))
      return follow({ ...task, slots: { ...task.slots, noPhone: true } }, scene);
  }
  if (!gaveSomething(said) && disputesNumber(task, scene)) return askPhoneAnew('I am sorry.', task);
  return follow(withSaid(task, said, scene, yes), scene);
}

/** The task with what was said now; a time that was offered is taken as such. */
export function withSaid(task: Task, said: SlotsSaid, scene: Scene, yes = false): Task {
  const { when, ...given } = said;
  const older = task.kind === 'cancel' || (task.kind === 'reschedule' && task.found.length > 1);
  if (older)
    return { ...task, slots: { ...fillSlots(task.slots, { ...given, when: {} }), ...oldSlots(when) } };
  const picked = pickOffered(scene.request.text, said, task, yes);
  if (picked) {
    const when = { day: { from: picked.date, to: picked.date }, at: picked.time };
    return { ...task, slots: fillSlots(task.slots, { ...given, when }) };
  }
  // A time beside others that were offered is meant on their day.
  const day = task.offered[0]?.date;
  const offeredDay = when.at && !when.day && !task.slots.from && day ? { day: { from: day, to: day } } : {};
  return { ...task, slots: fillSlots(task.slots, { ...given, when: { ...when, ...offeredDay } }) };
}

/** Whether anything was given at all. */
export function gaveSomething({ when, ...given }: SlotsSaid): boolean {
  return Object.keys(when).length > 0 || Object.keys(given).length > 0;
}
