import { choiceIn, expectedPhrases } from '../understanding/choice.ts';
import { wantsRepeat } from '../understanding/yesNo.ts';
import { Question } from './asking.ts';
import type { FlowWorld, RunningStep, StepOf } from './step.ts';

/** The caller chooses by a key or in words, or goes where those go who choose nothing. */
export function choosing(step: StepOf<'menu'>, { phrases }: FlowWorld): RunningStep {
  const { choices, line, tries, otherwise } = step;
  const newQuestion = () =>
    new Question(
      {
        type: 'ask',
        line,
        expect: { what: 'choice', phrases: expectedPhrases(choices), mostKeys: 1 },
        secret: false,
      },
      tries,
      { goTo: otherwise },
    );
  let question = newQuestion();
  return {
    enter: () => question.put(),
    on: (event) => {
      const sorry = {
        kind: 'text' as const,
        text: event.type === 'said' && event.keys ? phrases.noSuchKey : phrases.notUnderstood,
      };
      if (event.type !== 'said') return question.on(event, sorry);
      const chosen = choiceIn(event.text, event.keys, choices);
      if (chosen) return { goTo: chosen.next, understood: true };
      if (!event.keys && wantsRepeat(event.text)) {
        // Whoever asks for it hears it as often as they like.
        question = newQuestion();
        return question.put();
      }
      return question.putAfter(sorry);
    },
  };
}
