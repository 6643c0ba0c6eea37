import type { Theme } from '../running/scenario.ts';

export const questions: Theme = {
  name: 'questions',
  scenarios: [
    {
      name: 'opening hours',
      caller: { opens: 'When are you open during the week?' },
      end: { heard: [/\b9\b|nine/i, /\b6\b|six|18/i] },
    },
    {
      name: 'open on a Saturday',
      caller: { opens: 'Are you guys there on Saturdays too?' },
      end: { heard: [/closed|not open/i] },
    },
    {
      name: 'a day that is closed for once',
      world: { closedDays: [{ day: '2026-03-06', name: 'staff training' }] },
      caller: { opens: 'are you open this Friday' },
      end: { heard: [/closed|not open/i] },
    },
    {
      name: 'parking',
      caller: { opens: 'Is there anywhere I could leave my car?' },
      end: { heard: [/behind the building/i] },
    },
    {
      name: 'sending something back',
      caller: { opens: 'What’s your return policy, can I send the brush back?' },
      end: { heard: [/30 days|thirty days/i] },
    },
    {
      name: 'a question that the business has no answer to',
      caller: { opens: 'Do you give lessons in juggling?', answers: { 'yes-no': 'No, thanks.' } },
      end: { notHeard: [/30 days|behind the building/i] },
    },
    {
      name: 'a product',
      caller: { opens: 'Do you sell electric toothbrushes?' },
      end: { heard: [/sonic/i] },
    },
    {
      name: 'a product that there is not',
      caller: { opens: 'do you have any bicycles in the shop', answers: { 'yes-no': 'no thanks' } },
      end: { notHeard: [/sonic/i] },
    },
    {
      name: 'an answer added this morning',
      world: {
        faq: [
          {
            question: 'Do you treat anxious patients?',
            answer: 'Yes: tell us, and Dr. Reed takes twice the time for you.',
          },
        ],
      },
      caller: { opens: 'I’m scared of dentists, do you treat anxious patients?' },
      end: { heard: [/twice the time/i] },
    },
  ],
};
