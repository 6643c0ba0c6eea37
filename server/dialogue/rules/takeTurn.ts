import { readSlots } from '../understanding/slots.ts';
import { understand } from '../understanding/understand.ts';
import { answerAbroad } from './abroad.ts';
import type { Memory } from './memory.ts';
import { respond } from './respond.ts';
import type { Scene } from './scene.ts';
import { silence } from './talk.ts';

/** One turn of the conversation: what is said, and what is remembered. */
export async function takeTurn(scene: Scene): Promise<{ say: string; memory: Memory }> {
  const { memory, request } = scene;
  const spoken = /[\p{L}\p{N}]/u.test(request.text);
  const { intent } = understand(request.text, { asked: memory.asked });
  const said = readSlots(request.text, {
    asked: aboutToBook(memory) ? 'phone' : memory.asked,
    now: request.now,
    timeZone: request.timeZone,
  });
  const foreign = spoken ? await answerAbroad(intent, scene) : null;
  const answer = foreign ?? (spoken ? await respond(intent, said, scene) : silence(scene));
  const understood = spoken && !answer.misunderstood;
  const dropped = answer.task === null;
  return {
    say: answer.say,
    memory: {
      task: answer.task === undefined ? memory.task : answer.task,
      asked: answer.asked ?? (dropped ? 'anything' : memory.asked),
      question: answer.question ?? (dropped ? null : memory.question),
      lastSaid: answer.say,
      known: {
        ...memory.known,
        ...(said.name && { name: said.name }),
        ...(said.phone && { phone: said.phone }),
        ...answer.known,
      },
      misunderstood: understood ? 0 : spoken ? memory.misunderstood + 1 : memory.misunderstood,
      silences: spoken ? 0 : memory.silences + 1,
      abuses: memory.abuses + (intent === 'abuse' ? 1 : 0),
    },
  };
}

/** Before a yes to a booking a number is a telephone number: a correction, or one to use instead of the caller's own. */
function aboutToBook({ task, asked }: Memory): boolean {
  return asked === 'yes-no' && task?.kind === 'book' && task.toConfirm !== null;
}
