import type { Task } from './memory.ts';
import type { Answer, Scene } from './scene.ts';
import { book, prepareBooking } from './tasks/book.ts';
import { cancel, move, prepareCancelling, prepareMoving } from './tasks/change.ts';
import { tellAppointments } from './tasks/findAppointment.ts';
import { followOrder } from './tasks/orderStatus.ts';

/** Goes on with a task as far as what is known allows: asks for what is missing, or for a yes. Changes nothing. */
export function follow(task: Task, scene: Scene): Promise<Answer> {
  const open: Task = { ...task, toConfirm: null };
  switch (task.kind) {
    case 'order-status':
    case 'track-package':
      return followOrder(open, scene);
    case 'book':
      return prepareBooking(open, scene);
    case 'reschedule':
      return prepareMoving(open, scene);
    case 'cancel':
      return prepareCancelling(open, scene);
    case 'look-up':
      return tellAppointments(open, scene);
  }
}

/** Does what was just confirmed. */
export function carryOut(task: Task, scene: Scene): Promise<Answer> {
  switch (task.kind) {
    case 'book':
      return book(task, scene);
    case 'reschedule':
      return move(task, scene);
    case 'cancel':
      return cancel(task, scene);
    default:
      return follow(task, scene);
  }
}
