import type { SlotsSaid } from '../understanding/slots.ts';
import { fillSlots } from './fillSlots.ts';
import { follow } from './follow.ts';
import type { Task } from './memory.ts';
import { gaveSomething } from './provide.ts';
import { wayOut } from './say/offers.ts';
import { type Answer, ask, type Scene } from './scene.ts';

const UNKNOWN =
  /\b(?:i (?:do not|don'?t|dont) (?:know|have|remember|recall)|no idea|not sure|i(?: have|'ve)? (?:lost|forgot|forgotten)|can(?:'|no)?t (?:find|remember))\b/i;
const INDIFFERENT =
  /\b(?:you (?:choose|decide|pick)|up to you|(?:does not|doesn'?t) matter|(?:do not|don'?t|dont) (?:care|mind)|what ?ever|whichever|whenever|any(?: one)? (?:of (?:them|these|those|it)|time|day)|all the same|either(?: one)?)\b/i;

/**
 * What somebody does not know who was asked for it, or leaves to us: goes on without where that is possible, with
 * something else that tells the same, or leads out.
 */
export function notKnown(said: SlotsSaid, scene: Scene): Promise<Answer> | Answer | null {
  const { memory, request } = scene;
  const { task, asked } = memory;
  const text = request.text.replace(/[’‘]/g, "'");
  const unknown = UNKNOWN.test(text);
  const indifferent = INDIFFERENT.test(text);
  if (!task || gaveSomething(said) || !(indifferent || unknown)) return null;
  switch (asked) {
    case 'date':
    case 'time':
      return task.found.length > 1
        ? lost('Without the day I cannot tell which one it is.', scene)
        : follow(anyTime(task), scene);
    case 'yes-no':
      return indifferent && task.offered.length > 0 ? follow(anyTime(task), scene) : null;
    case 'phone':
      return task.kind === 'book'
        ? follow({ ...task, slots: { ...task.slots, noPhone: true } }, scene)
        : lost('Without the phone number I cannot go on.', scene);
  }
  if (!unknown) return null;
  switch (asked) {
    case 'order-number':
      return lost('Without the order number I cannot go on.', scene);
    case 'tracking-number':
      if (/\btracking\b/i.test(text))
        return ask('All right.', 'What is your order number?', 'order-number', task);
      return lost('Without the tracking number or the order number I cannot go on.', scene);
    case 'name':
    case 'confirmation-code':
      if (task.kind === 'book') return lost('Without the name I cannot go on.', scene);
      if (/\bcode\b/i.test(text) && !/\bname\b/i.test(text))
        return ask('All right.', 'What name is the appointment under?', 'name', task);
      return lost('Without the name or the code I cannot go on.', scene);
    case 'service':
      if (task.failures > 0 || !scene.offers('transfer'))
        return lost('Without that I cannot look for a time.', scene);
      return ask('If you are not sure, ask for a person.', memory.question ?? 'What is it for?', 'service', {
        ...task,
        failures: task.failures + 1,
      });
    default:
      return null;
  }
}

/** The first of the times that were offered, or the first there is. */
function anyTime(task: Task): Task {
  const [first] = task.offered;
  const when = first ? { day: { from: first.date, to: first.date }, at: first.time } : {};
  return { ...task, slots: first ? fillSlots(task.slots, { when }) : { ...task.slots, soonest: true } };
}

function lost(why: string, scene: Scene): Answer {
  const out = wayOut(scene);
  return ask(why, out.question, out.asked, scene.memory.task);
}
