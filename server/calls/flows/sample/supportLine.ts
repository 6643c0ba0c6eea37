import { Flow } from '../../../../shared/calls/flow.ts';

/** A number that no telephone company gives to anybody: carriers keep it for tests. */
export const SAMPLE_NUMBER = '+15005550100';

const text = (words: string) => ({ kind: 'text' as const, text: words });

/**
 * The support line of the sample workspace: whoever calls is greeted with what is deployed, talks to the agent, and
 * reaches people while the business is open, else leaves a message. Who is through with the agent may say how content
 * they are.
 */
export const SUPPORT_LINE: Flow = Flow.parse({
  language: 'en-US',
  start: 'agent',
  steps: {
    agent: {
      kind: 'personality',
      title: 'The agent answers',
      personalityId: null,
      greeting: {
        kind: 'slot',
        channel: 'support-bot',
        slot: 'greeting',
        otherwise: 'Thank you for calling. How can I help you?',
      },
      transfer: 'hours',
      next: 'mark',
    },
    mark: {
      kind: 'collect',
      title: 'How content are you?',
      line: text('One last question, if you like: how content are you with this call, from one to five?'),
      what: 'mark',
      into: 'mark',
      confirm: false,
      // Asked once: whoever says nothing, or anything else, is not asked again.
      tries: 1,
      next: 'goodbye',
      otherwise: 'goodbye',
    },
    hours: { kind: 'hours', title: 'Is somebody there?', open: 'people', closed: 'closed' },
    people: {
      kind: 'transfer',
      title: 'To a colleague',
      line: text('I am connecting you with a colleague. Please stay on the line.'),
      to: 'people',
      warm: true,
      waitSeconds: 45,
      otherwise: 'message',
    },
    closed: {
      kind: 'say',
      title: 'Nobody is there',
      line: text('Nobody is in the office at the moment.'),
      next: 'message',
    },
    message: {
      kind: 'voicemail',
      title: 'A message',
      line: text(
        'Please leave your name, your number and a message after the tone, and we will call you back.',
      ),
      next: 'goodbye',
    },
    goodbye: {
      kind: 'goodbye',
      title: 'Goodbye',
      line: text('Thank you for calling. Goodbye.'),
    },
  },
  lines: {
    announcement: text('You are talking to an AI assistant, and this call is recorded.'),
    hold: text('One moment, please.'),
    trouble: text('I am sorry, something does not work here at the moment.'),
    silence: text('Are you still there?'),
    busy: text('All lines are busy at the moment. Please call again in a few minutes.'),
  },
});
