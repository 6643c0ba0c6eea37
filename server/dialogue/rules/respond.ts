import { z } from 'zod';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { asksForTime } from '../understanding/pausing.ts';
import type { SlotsSaid } from '../understanding/slots.ts';
import { understand } from '../understanding/understand.ts';
import { wordsOf } from '../understanding/words.ts';
import { beginTask, TASK_OF } from './beginTask.ts';
import { confirmed, denied, givesUp, plainAnswer } from './decide.ts';
import { follow } from './follow.ts';
import { isAboutOrders, type TaskKind } from './memory.ts';
import { gaveSomething, provide, withSaid } from './provide.ts';
import { MORE } from './say/offers.ts';
import { type Answer, ask, type Scene } from './scene.ts';
import { abused, notUnderstood, talk } from './talk.ts';
import { handOver } from './tasks/handOver.ts';
import { sayHours } from './tasks/hours.ts';
import { answerQuestion, findAnswer, findProducts } from './tasks/questions.ts';
import { notKnown } from './unknown.ts';
import { unlistedWish } from './unlisted.ts';

/** Intents that leave it to the first words whether they say yes or no. */
const ANSWERS: ReadonlySet<Intent> = new Set(['none', 'provide', 'correct', 'small-talk', 'confirm', 'deny']);
/** “No, hang on, I'll come after all” is a no rather than a wish. */
const CLEAR_WISH = 0.9;
/** So few are no wish, unless they are clearly one: “wait” asks for no times. */
const FEW_WORDS = 2;
const THANKS_AND_GOODBYE = 'Thank you for getting in touch. Goodbye!';
const BEFORE_LEAVING = 'Before you go:';
/** Nothing but the word: one that others sound like. */
const LONE_GOODBYE = /^\W*(?:good)?bye\W*$/i;
const QUESTION = /\?\s*$|^(?:what|when|where|who|which|how|why|is|are|do|does|can|could|would|will)\b/i;

/** Answers an utterance that was understood to be `intent` and to give `said`. */
export async function respond(intent: Intent, said: SlotsSaid, scene: Scene): Promise<Answer> {
  const kind = TASK_OF[intent];
  const { task, asked } = scene.memory;
  const unclear = kind && understand(scene.request.text, { asked }).confidence < CLEAR_WISH;
  const words = wordsOf(scene.request.text).length;
  if (asked === 'yes-no' && task && (ANSWERS.has(intent) || (unclear && !gaveSomething(said)))) {
    const plain = plainAnswer(scene.request.text);
    if (plain) return plain === 'yes' ? confirmed(said, scene) : denied(said, scene);
  }
  const beside = ANSWERS.has(intent) || intent === 'repeat' || (unclear && words <= FEW_WORDS);
  if (beside && !gaveSomething(said) && asksForTime(scene.request.text))
    return goOn('Take your time.', scene);
  const unlisted = intent === 'person' ? null : await unlistedWish(said, scene);
  if (unlisted) return between(unlisted, scene);
  // Something to be corrected though nothing is under way: what stands in the calendar.
  if (intent === 'correct' && !task && (said.when.day || said.when.at) && !scene.memory.known.booked)
    return follow(beginTask('reschedule', said, scene), scene);
  const unknown = kind || intent === 'person' ? null : notKnown(said, scene);
  if (unknown) return unknown;
  if (kind) return wish(kind, intent, said, scene);
  switch (intent) {
    case 'person':
      return handOver(scene);
    case 'business-hours':
      return comeBack(await sayHours(scene, said.when.day?.from), scene);
    case 'faq':
      return comeBack(await answerQuestion(scene), scene);
    case 'product-search':
      return comeBack(await findProducts(scene), scene);
    case 'abuse': {
      if (task && gaveSomething(said)) return provide(said, scene);
      const wanted = wishBeside(scene);
      if (wanted) {
        const answer = await respond(wanted, said, scene);
        return { ...answer, say: `I am sorry for the trouble. ${answer.say}` };
      }
      return abused(scene, async () => {
        await scene.call('hang_up', { reason: 'Abuse went on after two calm answers.' }, z.unknown());
      });
    }
    case 'goodbye':
      if (mayBeMisheard(scene)) return goOn(BEFORE_LEAVING, scene);
      await scene.call('hang_up', { reason: 'The person said goodbye.' }, z.unknown());
      return { say: THANKS_AND_GOODBYE, leave: THANKS_AND_GOODBYE, task: null, asked: 'anything' };
    case 'confirm':
      return confirmed(said, scene);
    case 'deny':
      return denied(said, scene);
    case 'provide':
    case 'correct':
      return provide(said, scene);
    default:
      return task && gaveSomething(said)
        ? provide(said, scene)
        : (talk(intent, scene) ?? fallBack(said, scene));
  }
}

/** A wish that takes steps; the one that is open already goes on with what was said. */
async function wish(kind: TaskKind, intent: Intent, said: SlotsSaid, scene: Scene): Promise<Answer> {
  const { task } = scene.memory;
  const looking = intent === 'check-availability';
  const aboutTimes = task && (task.kind === 'book' || task.kind === 'reschedule') && task.found.length < 2;
  const sameThing =
    task &&
    (task.kind === kind ||
      // “What do you have on Friday?” while a new time is looked for, “can we make it Friday” before it is booked.
      (aboutTimes && kind === 'book') ||
      (task.kind === 'book' && kind === 'reschedule' && gaveSomething(said)));
  if (
    task &&
    kind === 'cancel' &&
    task.kind === 'book' &&
    !/\b(?:appointment|booking|visit)\b/i.test(scene.request.text)
  )
    return ask('All right, I do not book anything.', MORE, 'anything', null);
  if (!sameThing) return between(await follow({ ...beginTask(kind, said, scene), looking }, scene), scene);
  return follow({ ...withSaid(task, said, scene), looking: looking || task.looking }, scene);
}

/** Not understood: yet it may hold what was asked for, or be a question that the business has an answer to. */
async function fallBack(said: SlotsSaid, scene: Scene): Promise<Answer> {
  const { task, asked } = scene.memory;
  if (!task && (said.orderNumber || said.trackingNumber)) return provide(said, scene);
  if (task && gaveSomething(said)) return provide(said, scene);
  const answer = QUESTION.test(scene.request.text) ? await findAnswer(scene) : null;
  if (answer) return comeBack(answer, scene);
  return task && asked === 'service' ? provide(said, scene) : notUnderstood(scene);
}

/** What somebody wants who is rude about it: “You idiots, where is my order?” */
function wishBeside({ request }: Scene): Intent | null {
  const wishes = request.text
    .split(/[,.;!?]+/)
    .filter((clause) => clause.trim() !== '')
    .map((clause) => understand(clause))
    .filter(({ intent, confidence }) => (intent === 'person' || TASK_OF[intent]) && confidence > 0.6);
  return wishes[0]?.intent ?? null;
}

/** After something in between, the question that is open is asked again. */
function comeBack(answer: Answer, { memory }: Scene): Answer {
  if (answer.question !== undefined && answer.asked === 'hand-over') return answer;
  const say = answer.question ? answer.say.replace(answer.question, '').trim() : answer.say;
  if (memory.task && memory.question)
    return { ...answer, ...ask(say, memory.question, memory.asked, memory.task) };
  return answer.question === undefined ? { ...answer, ...ask(say, MORE, 'anything', null) } : answer;
}

/** After another wish that is done in one go, what was under way goes on unless it was given up in the same breath. */
function between(answer: Answer, scene: Scene): Answer {
  const { memory, request } = scene;
  const open = memory.task && !isAboutOrders(memory.task) && !givesUp(request.text);
  if (!open || answer.task !== null || answer.question !== MORE) return answer;
  return {
    ...goOn(answer.say.replace(MORE, '').trim(), scene),
    ...(answer.known && { known: answer.known }),
    ...(answer.found && { found: answer.found }),
  };
}

/** On a telephone short words are taken for each other: who wants to leave in the middle of something is asked once. */
function mayBeMisheard({ request, memory }: Scene): boolean {
  return (
    request.hasKeys === true &&
    memory.task !== null &&
    LONE_GOODBYE.test(request.text) &&
    !memory.lastSaid.includes(BEFORE_LEAVING)
  );
}

/** Asks again what is open, or what somebody wants. */
function goOn(say: string, { memory }: Scene): Answer {
  return memory.question
    ? ask(say, memory.question, memory.asked, memory.task)
    : ask(say, 'What can I do for you?', 'anything', memory.task);
}
