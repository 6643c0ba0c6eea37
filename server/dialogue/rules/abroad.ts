import { z } from 'zod';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { type Phrases, phrasesOf, weekdayIn } from './say/otherLanguages.ts';
import { type Answer, ask, type Scene } from './scene.ts';
import { greetBack } from './talk.ts';
import { Hours, weekRuns } from './tasks/hours.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * Answers in German, Spanish or French what is understood of them: hours, a person, and the way out of everything
 * else. Null where the conversation is in another language, or something was understood in English.
 */
export async function answerAbroad(intent: Intent, scene: Scene): Promise<Answer | null> {
  const phrases = phrasesOf(scene.request.language);
  if (!phrases) return null;
  switch (intent) {
    case 'person': {
      const called = await scene.call('transfer', { reason: 'They asked for a person.' }, z.unknown());
      return { say: called.ok ? phrases.connecting : phrases.noPerson, task: null, asked: 'anything' };
    }
    case 'business-hours':
      return { say: await hoursIn(phrases, scene) };
    case 'greeting':
      return greetBack(scene) ?? { say: phrases.greeting };
    case 'thanks':
      return { say: phrases.welcome };
    case 'goodbye':
      await scene.call('hang_up', { reason: 'The person said goodbye.' }, z.unknown());
      return { say: phrases.goodbye, task: null, asked: 'anything' };
    case 'none':
    case 'help':
      return scene.offers('transfer')
        ? { ...ask(phrases.notUnderstood, phrases.offerPerson, 'hand-over', null), misunderstood: true }
        : { say: phrases.notUnderstood, task: null, asked: 'anything', misunderstood: true };
    default:
      return null;
  }
}

async function hoursIn(phrases: Phrases, scene: Scene): Promise<string> {
  const called = await scene.call('opening_hours', {}, Hours);
  if (!called.ok) return phrases.unknownHours;
  const { language } = scene.request;
  const named = (weekday: string) => {
    const index = WEEKDAYS.indexOf(weekday.toLowerCase());
    return index < 0 ? weekday : weekdayIn(language, index);
  };
  const runs = weekRuns(called.result.days, ({ opens, closes }) => `${opens}–${closes}`, phrases.and);
  const lines = runs.map(({ names, hours }) => {
    const [first = '', last] = [names[0], names.length > 1 ? names.at(-1) : undefined];
    const joint = names.length > 2 ? phrases.to : phrases.and;
    return `${named(first)}${last ? ` ${joint} ${named(last)}` : ''} ${hours ?? phrases.closed}`;
  });
  return `${phrases.open} ${lines.join(', ')}.`;
}
