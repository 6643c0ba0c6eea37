import { waysOf } from '../../../../../shared/calls/checkFlow.ts';
import type { Flow, Line, Step } from '../../../../../shared/calls/flow.ts';

type Steps = Flow['steps'];
export type StepKind = Step['kind'];

const say = (text: string): Line => ({ kind: 'text', text });

/** The ids of all steps: from the beginning along the ways, then those that nothing leads to. */
export function stepsInOrder({ start, steps }: Pick<Flow, 'start' | 'steps'>): string[] {
  const ordered = new Set<string>();
  const waiting = [start];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (ordered.has(id) || !Object.hasOwn(steps, id)) continue;
    ordered.add(id);
    waiting.push(...waysOf(steps[id]!).map(({ to }) => to));
  }
  return [...ordered, ...Object.keys(steps).filter((id) => !ordered.has(id))];
}

/** A step of a kind as it begins; it leads on to `next`, wherever it leads. */
export function newStep(kind: StepKind, next: string): Step {
  switch (kind) {
    case 'say':
      return { kind, title: 'Say something', line: say('Thank you for calling.'), next };
    case 'menu':
      return {
        kind,
        title: 'Menu',
        line: say('For an appointment, press 1.'),
        choices: [{ digit: '1', phrases: ['appointment'], next }],
        tries: 3,
        otherwise: next,
      };
    case 'hours':
      return { kind, title: 'Opening hours', open: next, closed: next };
    case 'personality':
      return {
        kind,
        title: 'The agent talks',
        personalityId: null,
        greeting: null,
        transfer: null,
        next: null,
      };
    case 'collect':
      return {
        kind,
        title: 'Ask for a number',
        line: say('Please tell me your customer number.'),
        what: 'digits',
        into: 'customerNumber',
        secret: false,
        confirm: true,
        tries: 3,
        next,
        otherwise: next,
      };
    case 'transfer':
      return {
        kind,
        title: 'To a person',
        line: say('One moment, I am putting you through.'),
        to: 'people',
        warm: true,
        waitSeconds: 45,
        otherwise: next,
      };
    case 'voicemail':
      return {
        kind,
        title: 'Take a message',
        line: say('Please leave a message after the tone.'),
        maxSeconds: 120,
        next,
      };
    case 'goodbye':
      return { kind, title: 'Goodbye', line: say('Thank you for calling. Goodbye.') };
  }
}

/** An id that no step has: the kind, counted on where it is taken. */
export function freeId(steps: Steps, kind: StepKind): string {
  let id: string = kind;
  for (let count = 2; Object.hasOwn(steps, id); count++) id = `${kind}-${count}`;
  return id;
}

export const withStep = (flow: Flow, id: string, step: Step): Flow => ({
  ...flow,
  steps: { ...flow.steps, [id]: step },
});

/** A step whose ways lead elsewhere. */
export function withWays(step: Step, lead: (to: string) => string): Step {
  switch (step.kind) {
    case 'say':
    case 'voicemail':
      return { ...step, next: lead(step.next) };
    case 'menu':
      return {
        ...step,
        choices: step.choices.map((choice) => ({ ...choice, next: lead(choice.next) })),
        otherwise: lead(step.otherwise),
      };
    case 'hours':
      return { ...step, open: lead(step.open), closed: lead(step.closed) };
    case 'personality':
      return {
        ...step,
        transfer: step.transfer === null ? null : lead(step.transfer),
        next: step.next === null ? null : lead(step.next),
      };
    case 'collect':
      return { ...step, next: lead(step.next), otherwise: lead(step.otherwise) };
    case 'transfer':
      return { ...step, otherwise: lead(step.otherwise) };
    case 'goodbye':
      return step;
  }
}

/** A flow without a step. What led to it leads to where it led first; where it led nowhere, the ways stay to be mended. */
export function withoutStep(flow: Flow, id: string): Flow {
  const { [id]: gone, ...others } = flow.steps;
  const heir = gone && waysOf(gone).find(({ to }) => to !== id && Object.hasOwn(others, to))?.to;
  if (heir === undefined) return { ...flow, steps: others };
  const lead = (to: string) => (to === id ? heir : to);
  return {
    ...flow,
    start: lead(flow.start),
    steps: Object.fromEntries(Object.entries(others).map(([key, step]) => [key, withWays(step, lead)])),
  };
}

/** Titles of the steps from which a step is reached. */
export const leadingTo = (flow: Flow, id: string): string[] =>
  Object.entries(flow.steps).flatMap(([from, step]) =>
    from !== id && waysOf(step).some(({ to }) => to === id) ? [step.title] : [],
  );

/** What a change took away comes back; steps that were changed since then stay as they are. */
export function undone(now: Flow, { before, after }: { before: Flow; after: Flow }): Flow {
  const steps = { ...now.steps };
  for (const [id, step] of Object.entries(before.steps)) if (steps[id] === after.steps[id]) steps[id] = step;
  return { ...now, start: now.start === after.start ? before.start : now.start, steps };
}
