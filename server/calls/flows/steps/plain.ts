import type { FlowWorld, RunningStep, StepOf } from './step.ts';

/** Something is said; then the next step follows. */
export function saying({ line, next }: StepOf<'say'>): RunningStep {
  return {
    enter: () => ({ wait: { type: 'say', line } }),
    on: ({ type }) => (type === 'line-over' ? { goTo: next } : null),
  };
}

/** Goes one way while the business is open, the other while it is closed; nothing is heard. */
export function byHours({ open, closed }: StepOf<'hours'>, { now, isOpen }: FlowWorld): RunningStep {
  return {
    enter: () => ({ goTo: isOpen(now()) ? open : closed }),
    on: () => null,
  };
}

/**
 * A person is called. Once one has joined, nothing more is wanted of the flow; when nobody did, or the person went
 * and left the caller, the call goes on.
 */
export function transferring({ line, to, warm, waitSeconds, otherwise }: StepOf<'transfer'>): RunningStep {
  return {
    enter: () => ({ wait: { type: 'transfer', line, to, warm, waitMs: waitSeconds * 1000 } }),
    on: (event) => (event.type === 'transfer-over' && !event.joined ? { goTo: otherwise } : null),
  };
}

/** The caller leaves a message. */
export function takingMessage({ line, maxSeconds, next }: StepOf<'voicemail'>): RunningStep {
  return {
    enter: () => ({ wait: { type: 'voicemail', line, maxMs: maxSeconds * 1000 } }),
    on: ({ type }) => {
      if (type === 'message-over') return { goTo: next, messageLeft: true };
      return type === 'gave-up' ? { goTo: next } : null;
    },
  };
}

/** The last words. */
export function ending({ line }: StepOf<'goodbye'>, messageLeft: boolean): RunningStep {
  return {
    enter: () => ({ wait: { type: 'end', line, end: messageLeft ? 'voicemail' : 'goodbye' } }),
    on: () => null,
  };
}
