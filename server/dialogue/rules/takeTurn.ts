import { z } from 'zod';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { readSlots, type SlotsSaid } from '../understanding/slots.ts';
import { understand } from '../understanding/understand.ts';
import { fillSlots } from './fillSlots.ts';
import { type Memory, newTask, type Task, type TaskKind } from './memory.ts';
import { wayOut } from './say/offers.ts';
import { type Answer, ask, type Scene } from './scene.ts';
import { abused, notUnderstood, silence, talk } from './talk.ts';
import { handOver } from './tasks/handOver.ts';
import { sayHours } from './tasks/hours.ts';
import { followOrder } from './tasks/orderStatus.ts';

/** Which wish begins which task. */
const TASKS: Partial<Record<Intent, TaskKind>> = {
  'order-status': 'order-status',
  'track-package': 'track-package',
};

/** One turn of the conversation: what is said, and what is remembered. */
export async function takeTurn(scene: Scene): Promise<{ say: string; memory: Memory }> {
  const { memory, request } = scene;
  const spoken = /[\p{L}\p{N}]/u.test(request.text);
  const { intent } = understand(request.text, { asked: memory.asked });
  const said = readSlots(request.text, { asked: memory.asked, now: request.now, timeZone: request.timeZone });
  const answer = spoken ? await answerTo(intent, said, scene) : silence(scene);
  const understood = spoken && !answer.misunderstood;
  const task = answer.task === undefined ? memory.task : answer.task;
  return {
    say: answer.say,
    memory: {
      ...memory,
      task,
      asked: answer.asked ?? (answer.task === null ? 'anything' : memory.asked),
      question: answer.question ?? (answer.task === null ? null : memory.question),
      lastSaid: answer.say,
      known: {
        ...memory.known,
        ...(said.name && { name: said.name }),
        ...(said.phone && { phone: said.phone }),
      },
      misunderstood: understood ? 0 : spoken ? memory.misunderstood + 1 : memory.misunderstood,
      silences: spoken ? 0 : memory.silences + 1,
      abuses: memory.abuses + (intent === 'abuse' ? 1 : 0),
    },
  };
}

async function answerTo(intent: Intent, said: SlotsSaid, scene: Scene): Promise<Answer> {
  const { memory } = scene;
  const kind = TASKS[intent];
  if (kind) return follow(begin(kind, said, memory), scene);
  switch (intent) {
    case 'person':
      return handOver(scene);
    case 'business-hours':
      return comeBack(await sayHours(scene, said.when.day?.from), scene);
    case 'abuse':
      return abused(scene, async () => {
        await scene.call('hang_up', { reason: 'Abuse went on after two calm answers.' }, z.unknown());
      });
    case 'goodbye':
      await scene.call('hang_up', { reason: 'The person said goodbye.' }, z.unknown());
      return { say: 'Thank you for getting in touch. Goodbye!', task: null, asked: 'anything' };
    case 'confirm':
    case 'deny':
      return decide(intent, said, scene);
    case 'provide':
    case 'correct':
      return provide(said, scene);
    default: {
      const small = talk(intent, scene);
      if (small) return small;
      if (memory.task && gaveSomething(said)) return provide(said, scene);
      return notUnderstood(scene);
    }
  }
}

function begin(kind: TaskKind, said: SlotsSaid, memory: Memory): Task {
  // The same wish once more goes on with what is known; another one begins anew.
  const task = memory.task?.kind === kind ? memory.task : newTask(kind);
  return { ...task, slots: fillSlots(task.slots, said), toConfirm: null };
}

async function provide(said: SlotsSaid, scene: Scene): Promise<Answer> {
  const { task } = scene.memory;
  if (task) return follow({ ...task, slots: fillSlots(task.slots, said), toConfirm: null }, scene);
  if (said.trackingNumber) return follow(newTask('track-package', fillSlots({}, said)), scene);
  if (said.orderNumber) return follow(newTask('order-status', fillSlots({}, said)), scene);
  return notUnderstood(scene);
}

/** Yes or no where nothing waits for it. */
function decide(intent: 'confirm' | 'deny', said: SlotsSaid, scene: Scene): Promise<Answer> | Answer {
  const { memory } = scene;
  if (memory.task && gaveSomething(said)) return provide(said, scene);
  if (memory.asked === 'hand-over') return ask('All right.', 'What else can I do for you?', 'anything', null);
  if (memory.task && intent === 'confirm' && memory.question)
    return ask('', memory.question, memory.asked, memory.task);
  if (memory.task && intent === 'deny') {
    const out = wayOut(scene);
    return ask('All right, I leave it.', out.question, out.asked, null);
  }
  return intent === 'deny'
    ? { say: 'All right. I am here if you need anything.', task: null, asked: 'anything' }
    : ask('Good.', 'What can I do for you?', 'anything', null);
}

function follow(task: Task, scene: Scene): Promise<Answer> {
  return followOrder(task, scene);
}

/** After something in between, the question that is open is asked again. */
function comeBack(answer: Answer, { memory }: Scene): Answer {
  return memory.task && memory.question && answer.question === undefined
    ? ask(answer.say, memory.question, memory.asked, memory.task)
    : answer;
}

function gaveSomething({ when, ...given }: SlotsSaid): boolean {
  return Object.keys(when).length > 0 || Object.keys(given).length > 0;
}
