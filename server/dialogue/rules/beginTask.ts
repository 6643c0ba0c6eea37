import type { Intent } from '../../../shared/dialogue/intents.ts';
import type { SlotsSaid } from '../understanding/slots.ts';
import { readChange } from '../understanding/when/readChange.ts';
import type { WhenSaid } from '../understanding/when/whenSaid.ts';
import { fillSlots } from './fillSlots.ts';
import { newTask, type Slots, type Task, type TaskKind } from './memory.ts';
import type { Scene } from './scene.ts';

/** Which wish begins which task. */
export const TASK_OF: Partial<Record<Intent, TaskKind>> = {
  'order-status': 'order-status',
  'track-package': 'track-package',
  'book-appointment': 'book',
  'check-availability': 'book',
  'reschedule-appointment': 'reschedule',
  'cancel-appointment': 'cancel',
};

/** The task a wish begins, with what was said along with it. */
export function beginTask(kind: TaskKind, said: SlotsSaid, scene: Scene): Task {
  const { request, memory } = scene;
  const { when, ...given } = said;
  switch (kind) {
    case 'order-status':
    case 'track-package': {
      const slots = fillSlots({}, { ...given, when: {} });
      const other = /\b(?:other|another|different|second)\b/i.test(request.text);
      const known =
        !slots.orderNumber && !slots.trackingNumber && !other ? memory.known.orderNumber : undefined;
      return newTask(kind, known ? { ...slots, orderNumber: known } : slots);
    }
    case 'book':
      return newTask(kind, fillSlots({}, said));
    case 'reschedule': {
      const change = readChange(request.text, request);
      return newTask(kind, { ...fillSlots({}, { ...given, when: change.new }), ...oldSlots(change.old) });
    }
    case 'look-up':
      return newTask(kind, fillSlots({}, { ...given, when: {} }));
    case 'cancel': {
      const found = memory.task?.kind === 'reschedule' ? memory.task.found : [];
      return { ...newTask(kind, { ...fillSlots({}, { ...given, when: {} }), ...oldSlots(when) }), found };
    }
  }
}

/** Day and time of what there is already. */
export function oldSlots({ day, at }: WhenSaid): Pick<Slots, 'oldFrom' | 'oldTo' | 'oldAt'> {
  return { ...(day && { oldFrom: day.from, oldTo: day.to }), ...(at && { oldAt: at }) };
}
