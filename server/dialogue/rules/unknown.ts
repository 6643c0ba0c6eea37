import type { SlotsSaid } from '../understanding/slots.ts';
import { follow } from './follow.ts';
import { wayOut } from './say/offers.ts';
import { type Answer, ask, type Scene } from './scene.ts';

const UNKNOWN =
  /\b(?:i (?:do not|don'?t|dont) (?:know|have|remember|recall)|no idea|not sure|i(?: have|'ve)? (?:lost|forgot|forgotten)|can(?:'|no)?t (?:find|remember)|you (?:choose|decide|pick)|(?:does not|doesn'?t) matter|don'?t care)\b/i;

/** What somebody does not know who was asked for it: goes on without where that is possible, or leads out. */
export function notKnown(said: SlotsSaid, scene: Scene): Promise<Answer> | Answer | null {
  const { memory, request } = scene;
  const { task, asked } = memory;
  if (!task || !UNKNOWN.test(request.text.replace(/[’‘]/g, "'"))) return null;
  if (Object.keys(said.when).length > 0) return null;
  const slots = task.slots;
  const out = wayOut(scene);
  switch (asked) {
    case 'date':
    case 'time':
      return task.found.length > 1
        ? ask('Without the day I cannot tell which one it is.', out.question, out.asked, task)
        : follow({ ...task, slots: { ...slots, soonest: true } }, scene);
    case 'phone':
      return task.kind === 'book'
        ? follow({ ...task, slots: { ...slots, noPhone: true } }, scene)
        : lost('phone number', scene);
    case 'order-number':
      return lost('order number', scene);
    case 'tracking-number':
      return lost('number', scene);
    case 'name':
    case 'confirmation-code':
      return lost('name', scene);
    default:
      return null;
  }
}

function lost(what: string, scene: Scene): Answer {
  const out = wayOut(scene);
  return ask(`Without the ${what} I cannot go on.`, out.question, out.asked, scene.memory.task);
}
