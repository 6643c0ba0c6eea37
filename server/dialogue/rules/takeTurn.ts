import type { Intent } from '../../../shared/dialogue/intents.ts';
import { readSlots, type SlotsSaid } from '../understanding/slots.ts';
import { understand } from '../understanding/understand.ts';
import { answerAbroad } from './abroad.ts';
import { TASK_OF } from './beginTask.ts';
import type { Memory } from './memory.ts';
import { asAnswered } from './openQuestion.ts';
import { respond } from './respond.ts';
import { inOwnWords } from './say/ownWords.ts';
import type { Answer, Scene } from './scene.ts';
import { silence } from './talk.ts';

/** One turn of the conversation: what is said, and what is remembered. */
export async function takeTurn(opened: Scene): Promise<{ say: string; memory: Memory }> {
  const { request } = opened;
  const memory = asAnswered(opened.memory, request.text);
  const scene: Scene = { ...opened, memory };
  const spoken = /[\p{L}\p{N}]/u.test(request.text);
  const { intent } = understand(request.text, { asked: memory.asked });
  const said = await readSaid(intent, scene);
  const foreign = spoken ? await answerAbroad(intent, scene) : null;
  const answer = foreign ?? (spoken ? await respond(intent, said, scene) : silence(scene));
  const { say, phrase } = inOwnWords(answer, scene);
  const understood = spoken && !answer.misunderstood;
  const dropped = answer.task === null;
  return {
    say,
    memory: {
      task: answer.task === undefined ? memory.task : answer.task,
      asked: answer.asked ?? (dropped ? 'anything' : memory.asked),
      question: answer.question ?? (dropped ? null : memory.question),
      beneath: beneath(answer, opened.memory, memory),
      lastSaid: say,
      known: {
        ...memory.known,
        ...(said.name && { name: said.name }),
        ...(said.phone && { phone: said.phone }),
        ...answer.known,
      },
      misunderstood: understood ? 0 : spoken ? memory.misunderstood + 1 : memory.misunderstood,
      silences: spoken ? 0 : memory.silences + 1,
      abuses: memory.abuses + (intent === 'abuse' ? 1 : 0),
      phrases: phrase === null ? memory.phrases : [...memory.phrases, phrase],
    },
  };
}

/** What an utterance gives, as far as it matters to what is under way. */
async function readSaid(intent: Intent, scene: Scene): Promise<SlotsSaid> {
  const { memory, request } = scene;
  const { task } = memory;
  const number = /^[\d\s#.-]+$/.test(request.text);
  const begins = TASK_OF[intent] === 'book' || (!task && intent === 'provide' && !number);
  return readSlots(request.text, {
    asked: aboutToBook(memory) ? 'phone' : memory.asked,
    services: task?.kind === 'book' || begins ? await scene.services() : [],
    named: task?.kind === 'book' && task.slots.name !== undefined,
    now: request.now,
    timeZone: request.timeZone,
  });
}

/** Before a yes to a booking a number is a telephone number: a correction, or one to use instead of the caller's own. */
function aboutToBook({ task, asked }: Memory): boolean {
  return asked === 'yes-no' && task?.kind === 'book' && task.toConfirm !== null;
}

/** A question that a person was offered over stays open as long as what it is about goes on. */
function beneath(answer: Answer, before: Memory, memory: Memory): Memory['beneath'] {
  const offered = (answer.asked ?? memory.asked) === 'hand-over';
  const goesOn = answer.task === undefined ? memory.task !== null : answer.task !== null;
  if (!offered || !goesOn) return null;
  if (memory.asked === 'hand-over') return before.beneath;
  return memory.question === null ? null : { asked: memory.asked, question: memory.question };
}
