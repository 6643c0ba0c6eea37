import { z } from 'zod';
import { abilities } from '../say/offers.ts';
import { type Answer, ask, type Scene } from '../scene.ts';

/** Hands the conversation over to a person, where there is one. */
export async function handOver(scene: Scene): Promise<Answer> {
  const about = scene.memory.task ? scene.memory.task.kind.replaceAll('-', ' ') : 'they asked for a person';
  const called = await scene.call(
    'transfer',
    { reason: `The caller wants to talk to a person: ${about}.` },
    z.unknown(),
  );
  // Whoever is not on the telephone is not connected at once: somebody reads of it first.
  if (called.ok && !scene.request.hasKeys)
    return ask(
      'I have asked for a person, who can read everything that was said here.',
      'Is there anything I can do until then?',
      'anything',
      null,
    );
  if (called.ok)
    return {
      say: 'I am connecting you with a person now. One moment, please.',
      task: null,
      asked: 'anything',
    };
  return ask(
    called.code === 'missing'
      ? `I am sorry, I cannot connect you with a person from here. ${abilities(scene)}`
      : 'I am sorry, I cannot reach a person at the moment.',
    'What else can I do for you?',
    'anything',
    scene.memory.task,
  );
}
