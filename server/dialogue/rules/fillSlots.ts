import type { SlotsSaid } from '../understanding/slots.ts';
import type { Slots } from './memory.ts';

/**
 * What is known after an utterance: what was said now stands before what was said earlier. A new day keeps the time
 * of day and a new time the day, so that “no, Friday” changes only what it names; an exact time ends “after four”.
 */
export function fillSlots(slots: Slots, said: SlotsSaid): Slots {
  const { when, email: _, ...given } = said;
  const filled: Slots = { ...slots, ...given };
  // A person has one number in mind: that of the order or that of the parcel.
  if (given.orderNumber) delete filled.trackingNumber;
  if (given.trackingNumber) delete filled.orderNumber;
  if (when.day) {
    filled.from = when.day.from;
    filled.to = when.day.to;
    delete filled.soonest;
  }
  if (when.soonest && !when.day) {
    filled.soonest = true;
    delete filled.from;
    delete filled.to;
  }
  if (when.at || when.after || when.before) {
    delete filled.at;
    delete filled.after;
    delete filled.before;
    if (when.at) filled.at = when.at;
    else {
      if (when.after) filled.after = when.after;
      if (when.before) filled.before = when.before;
    }
  }
  return filled;
}
