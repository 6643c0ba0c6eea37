import type { Intent } from '../../../shared/dialogue/intents.ts';
import { abilities, wayOut } from './say/offers.ts';
import { type Answer, ask, type Scene } from './scene.ts';

/** After so many utterances in a row that were not understood, a person is offered. */
const OFFER_PERSON_AFTER = 2;
/** A second abuse is answered with a person, a third one ends the conversation. */
const MOST_ABUSES = 3;
const MOST_SILENCES = 3;

/** Answers to what is said beside the matter; the question that is open is asked again behind them. */
export function talk(intent: Intent, scene: Scene): Answer | null {
  const { memory, request } = scene;
  const goesOn = (say: string): Answer =>
    memory.question
      ? ask(say, memory.question, memory.asked, memory.task)
      : ask(say, 'What can I do for you?', 'anything', memory.task);
  switch (intent) {
    case 'greeting':
      return goesOn(request.history.some(({ by }) => by === 'agent') ? 'Hello!' : greeting(scene));
    case 'thanks':
      return memory.task
        ? goesOn('You are welcome.')
        : ask('You are welcome.', 'Is there anything else?', 'anything', null);
    case 'small-talk':
      return goesOn(smallTalk(request.text));
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

function greeting({ request }: Scene): string {
  const name = request.personName ? `, ${request.personName}` : '';
  return `Hello${name}! I am the AI assistant here.`;
}

function smallTalk(text: string): string {
  if (/\b(robot|machine|human|real|person|ai|bot|computer|recording|alive)\b/i.test(text))
    return 'I am an AI assistant, not a person.';
  if (/\bhow (are|is|do)\b/i.test(text)) return 'I am fine, thank you.';
  if (/\b(name|who are you)\b/i.test(text)) return 'I am the AI assistant here.';
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
