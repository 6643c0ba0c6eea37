import type { SlotsSaid } from '../understanding/slots.ts';
import { carryOut, follow } from './follow.ts';
import { keysChanged, type Task } from './memory.ts';
import { pickOffered } from './pickOffered.ts';
import { gaveSomething, provide, withSaid } from './provide.ts';
import { MORE, wayOut } from './say/offers.ts';
import { dayAndTime } from './say/times.ts';
import { type Answer, ask, type Scene } from './scene.ts';
import { offerAgain } from './tasks/calendar.ts';
import { askPhoneAnew, disputesNumber, withOfferedNumber } from './tasks/phoneNumber.ts';

/** Says that the whole thing is to be left, not just an answer to be changed. */
const NO = /^\W*(?:(?:um|uh|oh|well|er|hm+|so|ok|okay|right)\W+)*(?:no|nope|nah|don['’]?t|do not|not)\b/i;
const YES = /^\W*(?:(?:um|uh|oh|well|er|hm+|ok|okay)\W+)*(?:yes|yeah|yep|yup|sure|correct|exactly|right)\b/i;
const LEAVE =
  /\b(?:never ?mind|forget (?:it|that|about it|about that|the whole)|leave it|drop it|stop|cancel that|changed my mind|no longer)\b/i;

/** A yes: does what was asked to be confirmed, unless it came with a change. */
export function confirmed(said: SlotsSaid, scene: Scene): Promise<Answer> | Answer {
  const { memory } = scene;
  const { task } = memory;
  if (!task) return ask('Good.', 'What can I do for you?', 'anything', null);
  const numbered = withOfferedNumber(task, scene);
  if (numbered) return follow(withSaid(numbered, said, scene), scene);
  if (task.toConfirm !== null) {
    const changed = withSaid(task, said, scene);
    const same =
      task.kind === 'cancel'
        ? isMeant(said, task, scene)
        : keysChanged(changed.slots, task.slots).length === 0;
    return same ? carryOut(task, scene) : follow(changed, scene);
  }
  if (gaveSomething(said) || pickOffered(scene.request.text, said, task, true))
    return provide(said, scene, true);
  if (task.offered.length > 1) return offerAgain(task, scene);
  return follow(task, scene);
}

/** A no: to what was asked, to the times that were offered, or to all of it. */
export function denied(said: SlotsSaid, scene: Scene): Promise<Answer> | Answer {
  const { memory, request } = scene;
  const { task } = memory;
  if (!task)
    return /\belse\b/.test(memory.question ?? '')
      ? {
          say: 'All right. Have a nice day. Goodbye!',
          leave: 'Have a nice day. Goodbye!',
          task: null,
          asked: 'anything',
        }
      : ask('All right.', 'What can I do for you?', 'anything', null);
  if (memory.asked === 'hand-over') return ask('All right.', 'What else can I do for you?', 'anything', null);
  if (LEAVE.test(request.text)) return left(task);
  if (gaveSomething(said)) return provide(said, scene);
  if (memory.asked === 'phone' && task.kind === 'book') return provide(said, scene);
  if (withOfferedNumber(task, scene))
    return follow({ ...task, slots: { ...task.slots, otherPhone: true } }, scene);
  if (disputesNumber(task, scene)) return askPhoneAnew('I am sorry.', task);
  if (task.kind === 'cancel') return left(task);
  if (task.toConfirm !== null)
    return ask('All right, not that.', 'Would you like another time?', 'yes-no', {
      ...withoutTime(task),
      toConfirm: null,
    });
  if (task.offered.length > 0)
    return ask('All right.', 'What other day would suit you?', 'date', withoutTime(task));
  if (memory.asked === 'yes-no') return left(task);
  const out = wayOut(scene);
  return ask('All right, then I cannot go on with this.', out.question, out.asked, null);
}

/** “Yes, the one on the twelfth”: day and time are those of what was found. */
function isMeant({ when: { day, at } }: SlotsSaid, { found }: Task, { request }: Scene): boolean {
  const { date, time } = dayAndTime(found[0]!.startsAt, request.timeZone);
  return (!day || (date >= day.from && date <= day.to)) && (!at || at === time);
}

/** Yes or no by how it begins, whatever is said after it; null where it begins otherwise. */
export function plainAnswer(text: string): 'yes' | 'no' | null {
  if (LEAVE.test(text) || NO.test(text)) return 'no';
  return YES.test(text) ? 'yes' : null;
}

/** Whether somebody says that what is under way is to be left. */
export const givesUp = (text: string): boolean => LEAVE.test(text);

function left({ kind }: Task): Answer {
  const stays =
    kind === 'cancel' || kind === 'reschedule' ? 'All right, it stays as it is.' : 'All right, I leave it.';
  return ask(stays, MORE, 'anything', null);
}

function withoutTime(task: Task): Task {
  const { from: _, to: __, at: ___, after: ____, before: _____, soonest: ______, ...slots } = task.slots;
  return { ...task, slots, offered: [], chosen: null, looking: false };
}
