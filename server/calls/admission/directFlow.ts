import { Flow } from '../../../shared/calls/flow.ts';

const line = (text: string) => ({ kind: 'text' as const, text });

/** The flow of a personality that is called directly: who calls is told what a caller has to know, and it talks. */
export function directFlow(personalityId: string | null, language: string): Flow {
  return Flow.parse({
    language,
    start: 'talk',
    steps: {
      talk: {
        kind: 'personality',
        title: 'Conversation',
        personalityId,
        greeting: null,
        transfer: null,
        next: null,
      },
    },
    lines: {
      announcement: line('You are talking to an AI, and this call is recorded.'),
      hold: line('One moment, please.'),
      trouble: line('I am sorry, something does not work here at the moment. Please call again later.'),
      silence: line('Are you still there?'),
      busy: line('All lines are busy at the moment. Please call again later.'),
    },
  });
}
