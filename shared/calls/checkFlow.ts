import type { Flow, Step } from './flow.ts';

/** What stands in the way of a flow being used. */
export interface FlowFault {
  /** Null: the flow as a whole. */
  step: string | null;
  code:
    | 'missing-step'
    | 'unreachable'
    | 'no-end'
    | 'repeated-digit'
    | 'repeated-phrase'
    | 'no-way'
    | 'digits';
  message: string;
}

/** Where a step may lead, in the order in which people see it. */
export function waysOf(step: Step): { label: string; to: string }[] {
  switch (step.kind) {
    case 'say':
      return [{ label: 'then', to: step.next }];
    case 'menu':
      return [
        ...step.choices.map(({ digit, phrases, next }) => ({ label: digit ?? phrases[0] ?? '?', to: next })),
        { label: 'no choice', to: step.otherwise },
      ];
    case 'hours':
      return [
        { label: 'open', to: step.open },
        { label: 'closed', to: step.closed },
      ];
    case 'personality':
      return [
        ...(step.transfer === null ? [] : [{ label: 'a person, please', to: step.transfer }]),
        ...(step.next === null ? [] : [{ label: 'then', to: step.next }]),
      ];
    case 'collect':
      return [
        { label: 'given', to: step.next },
        { label: 'not given', to: step.otherwise },
      ];
    case 'transfer':
      return [{ label: 'nobody takes it', to: step.otherwise }];
    case 'voicemail':
      return [{ label: 'then', to: step.next }];
    case 'goodbye':
      return [];
  }
}

/** Whether a call may end in a step. */
const ends = (step: Step) =>
  step.kind === 'goodbye' || step.kind === 'transfer' || (step.kind === 'personality' && step.next === null);

/**
 * Everything that is wrong with a flow; none means that every step is reached, leads somewhere, and that from every
 * step the call can come to an end.
 */
export function checkFlow({ start, steps }: Pick<Flow, 'start' | 'steps'>): FlowFault[] {
  const faults: FlowFault[] = [];
  const known = (id: string) => Object.hasOwn(steps, id);
  if (!known(start))
    faults.push({
      step: null,
      code: 'missing-step',
      message: `The flow begins at “${start}”, which is not there.`,
    });
  const reached = new Set<string>();
  const waiting = known(start) ? [start] : [];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    waiting.push(...waysOf(steps[id]!).flatMap(({ to }) => (known(to) ? [to] : [])));
  }
  const canEnd = stepsThatEnd(steps);
  for (const [id, step] of Object.entries(steps)) {
    const say = (code: FlowFault['code'], message: string) => faults.push({ step: id, code, message });
    for (const { label, to } of waysOf(step))
      if (!known(to)) say('missing-step', `“${label}” leads to “${to}”, which is not there.`);
    if (!reached.has(id)) say('unreachable', 'Nothing leads here.');
    else if (!canEnd.has(id)) say('no-end', 'From here a call never comes to an end.');
    if (step.kind === 'menu') checkMenu(step, say);
    if (step.kind === 'collect' && (step.minDigits ?? 1) > (step.maxDigits ?? 32))
      say('digits', 'It asks for more digits at least than at most.');
  }
  return faults;
}

function checkMenu(
  { choices }: Extract<Step, { kind: 'menu' }>,
  say: (code: FlowFault['code'], message: string) => void,
) {
  const digits = choices.flatMap(({ digit }) => digit ?? []);
  const phrases = choices.flatMap((choice) => choice.phrases.map((phrase) => phrase.trim().toLowerCase()));
  for (const digit of repeated(digits)) say('repeated-digit', `${digit} is given twice.`);
  for (const phrase of repeated(phrases)) say('repeated-phrase', `“${phrase}” is given twice.`);
  choices.forEach((choice, index) => {
    if (choice.digit === null && choice.phrases.length === 0)
      say('no-way', `Nobody can choose number ${index + 1}: give it a key or words.`);
  });
}

const repeated = (values: readonly string[]) =>
  new Set(values.filter((value, index) => values.indexOf(value) !== index));

/** Steps from which an end can be reached: found backwards from the ends. */
function stepsThatEnd(steps: Flow['steps']): ReadonlySet<string> {
  const able = new Set(Object.keys(steps).filter((id) => ends(steps[id]!)));
  for (let size = -1; size !== able.size; ) {
    size = able.size;
    for (const [id, step] of Object.entries(steps))
      if (waysOf(step).some(({ to }) => able.has(to))) able.add(id);
  }
  return able;
}
