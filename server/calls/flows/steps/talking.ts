import type { FlowWorld, Move, RunningStep, StepOf } from './step.ts';

/**
 * A personality talks. Who asks for a person goes where the step says; when nobody can answer any more, the line for
 * trouble is said and the call goes on with people, or where it would have gone, or ends.
 */
export function talking(step: StepOf<'personality'>, world: FlowWorld): RunningStep {
  let inTrouble = false;
  const onward = (to: string | null): Move =>
    to === null ? { wait: { type: 'end', line: null, end: 'goodbye' } } : { goTo: to, understood: true };
  return {
    enter: () => ({
      wait: {
        type: 'talk',
        personalityId: world.personalityId ?? step.personalityId,
        greeting: step.greeting,
        collected: { ...world.collected },
        mayTransfer: step.transfer !== null,
      },
    }),
    on: (event) => {
      const elsewhere = step.transfer ?? step.next;
      if (inTrouble) return event.type === 'line-over' && elsewhere !== null ? { goTo: elsewhere } : null;
      switch (event.type) {
        case 'talk-over':
          return onward(event.why === 'person' ? elsewhere : step.next);
        case 'talk-failed':
          if (elsewhere === null) return { fail: 'failed' };
          inTrouble = true;
          return { wait: { type: 'say', line: world.flow.lines.trouble } };
        case 'gave-up':
          return { fail: 'gave-up' };
        default:
          return null;
      }
    },
  };
}
