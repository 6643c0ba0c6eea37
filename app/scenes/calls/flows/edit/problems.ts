import { z } from 'zod';
import { checkFlow } from '../../../../../shared/calls/checkFlow.ts';
import { Flow } from '../../../../../shared/calls/flow.ts';

// Validators made of source text at run time are refused by the content security policy.
z.config({ jitless: true });

/** What stands in the way of a flow being used, for people. */
export interface FlowProblem {
  /** Null: the flow as a whole. */
  step: string | null;
  /** The field it is about, within the step or the flow, such as `line.text`; null: the ways. */
  field: string | null;
  /** With errors it cannot be saved; warnings may stand. */
  severity: 'error' | 'warning';
  message: string;
}

const NAMES: Record<string, string> = {
  title: 'Name of the step',
  text: 'Words',
  otherwise: 'Words while nothing is deployed',
  slot: 'Slot',
  channel: 'Channel',
  phrases: 'Words to choose by',
  digit: 'Key',
  into: 'Kept as',
  minDigits: 'Digits at least',
  maxDigits: 'Digits at most',
  waitSeconds: 'Seconds to wait',
  maxSeconds: 'Seconds at most',
  tries: 'Times asked',
  to: 'Who takes the call',
  language: 'Language',
};

/** Everything that is wrong with a flow: with its fields first, then with its ways. */
export function problemsOf(flow: Flow): FlowProblem[] {
  const fields = Flow.safeParse(flow).error?.issues.map(({ path, message }): FlowProblem => {
    const ofStep = path[0] === 'steps' && path.length > 1;
    const field = path.slice(ofStep ? 2 : 0).map(String);
    const name = [...field].reverse().find((part) => part in NAMES);
    return {
      step: ofStep ? String(path[1]) : null,
      field: field.join('.'),
      severity: 'error',
      message: name === undefined ? message : `${NAMES[name]}: ${message}`,
    };
  });
  const ways = checkFlow(flow).map(
    ({ step, message }): FlowProblem => ({ step, field: null, severity: 'error', message }),
  );
  return [...(fields ?? []), ...ways];
}
