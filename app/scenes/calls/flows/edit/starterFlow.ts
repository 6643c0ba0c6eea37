import type { Flow, Line } from '../../../../../shared/calls/flow.ts';
import { newStep } from './steps.ts';

const say = (text: string): Line => ({ kind: 'text', text });

/** What a new flow begins with: somebody answers, and says goodbye. */
export function starterFlow(): Flow {
  return {
    language: 'en-US',
    start: 'personality',
    steps: {
      personality: { ...newStep('personality', 'goodbye'), next: 'goodbye' } as Flow['steps'][string],
      goodbye: newStep('goodbye', 'goodbye'),
    },
    lines: {
      announcement: say('You are talking with an AI assistant. This call is recorded.'),
      hold: say('One moment, please.'),
      trouble: say('I am sorry, something went wrong on our side. Please call again in a moment.'),
      silence: say('Are you still there?'),
      busy: say('All our lines are busy. Please call again in a few minutes.'),
    },
    record: true,
  };
}
