import type { Intent } from '../../../shared/dialogue/intents.ts';
import { abilities, wayOut } from './say/offers.ts';
import { WHAT_CAN_I_DO } from './say/ownWords.ts';
import { type Answer, ask, type Scene } from './scene.ts';

/** After so many utterances in a row that were not understood, a person is offered. */
const OFFER_PERSON_AFTER = 2;
/** A second abuse is answered with a person, a third one ends the conversation. */
const MOST_ABUSES = 3;
const MOST_SILENCES = 3;

/** Answers to what is said beside the matter; the question that is open is asked again behind them. */
export function talk(intent: Intent, scene: Scene): Answer | null {
  const { memory } = scene;
  const goesOn = (say: string): Answer =>
    memory.question
      ? ask(say, memory.question, memory.asked, memory.task)
      : ask(say, WHAT_CAN_I_DO, 'anything', memory.task);
  switch (intent) {
    case 'greeting':
      return greetBack(scene) ?? { ...goesOn(hello(scene)), greets: true };
    case 'thanks':
      return memory.task
        ? goesOn('You are welcome.')
        : ask('You are welcome.', 'Is there anything else?', 'anything', null);
    case 'small-talk':
      return goesOn(smallTalk(scene));
    case 'help':
      return goesOn(abilities(scene));
    case 'repeat':
      return memory.lastSaid === ''
        ? goesOn(greeting(scene))
        : {
            say: memory.lastSaid,
            ...(memory.question && { question: memory.question, asked: memory.asked }),
          };
    default:
      return null;
  }
}

function hello(scene: Scene): string {
  const { opening, history } = scene.request;
  if (opening !== null) return '';
  return history.some(({ by }) => by === 'agent') ? 'Hello!' : greeting(scene);
}

/** Nothing more, where the opening has greeted and asked already. */
export function greetBack({ request, memory }: Scene): Answer | null {
  if (!request.opening?.trim().endsWith('?') || memory.task) return null;
  return { say: '', asked: 'anything', task: null };
}

function greeting(scene: Scene): string {
  const { personName } = scene.request;
  return `Hello${personName ? `, ${personName}` : ''}! ${who(scene)}`;
}

/** Who speaks, by the name of its personality where it has one. */
function who({ request: { persona } }: Scene): string {
  return persona ? `I am ${persona.name}, the AI assistant here.` : 'I am the AI assistant here.';
}

function smallTalk(scene: Scene): string {
  const { text } = scene.request;
  if (/\b(robot|machine|human|real|person|ai|bot|computer|recording|alive)\b/i.test(text))
    return 'I am an AI assistant, not a person.';
  if (/\bhow (are|is|do)\b/i.test(text)) return 'I am fine, thank you.';
  if (/\b(name|who are you)\b/i.test(text)) return who(scene);
  if (/\b(joke|funny)\b/i.test(text)) return 'Why did the parcel blush? It saw its own tracking number.';
  return 'It is nice to talk with you.';
}

/** What was said is none of what the agent knows: says so with a way out, from the second time on a person. */
export function notUnderstood(scene: Scene): Answer {
  return { ...withWayOut(scene), misunderstood: true };
}

function withWayOut(scene: Scene): Answer {
  const { memory } = scene;
  if (memory.misunderstood + 1 >= OFFER_PERSON_AFTER) {
    const out = wayOut(scene);
    return ask(
      `I am sorry, I still do not understand. ${abilities(scene)}`,
      out.question,
      out.asked,
      memory.task,
    );
  }
  return memory.question
    ? ask('I am sorry, I did not understand that.', memory.question, memory.asked, memory.task)
    : ask(
        `I am sorry, I did not understand that. ${abilities(scene)}`,
        'What would you like to do?',
        'anything',
        memory.task,
      );
}

/** Nothing was said: asks again, and takes leave when nobody answers. */
export function silence(scene: Scene): Answer {
  const { memory } = scene;
  if (memory.silences + 1 >= MOST_SILENCES)
    return {
      say: 'I cannot hear you. Please get in touch again whenever you like. Goodbye.',
      task: null,
      asked: 'anything',
    };
  return ask(
    'I did not hear anything.',
    memory.question ?? 'What can I do for you?',
    memory.asked,
    memory.task,
  );
}

/** Stays calm, offers a person, and takes leave when it goes on. */
export async function abused(scene: Scene, hangUp: () => Promise<void>): Promise<Answer> {
  const { memory } = scene;
  if (memory.abuses + 1 >= MOST_ABUSES) {
    await hangUp();
    return {
      say: 'I am ending our conversation here. You are welcome to come back later. Goodbye.',
      task: null,
      asked: 'anything',
    };
  }
  const out = wayOut(scene);
  if (memory.abuses === 0 && memory.question)
    return ask(
      'I am sorry that you are upset. I would like to help.',
      memory.question,
      memory.asked,
      memory.task,
    );
  return ask(
    'I am sorry that you are upset, and I would like to help.',
    out.question,
    out.asked,
    memory.task,
  );
}
