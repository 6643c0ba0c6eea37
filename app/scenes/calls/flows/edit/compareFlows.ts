import type { Flow, Line } from '../../../../../shared/calls/flow.ts';

/** One field that differs between two states of a flow, in words; null: it is not there. */
export interface FieldChange {
  field: string;
  from: string | null;
  to: string | null;
}
/** What differs in one step, or in the flow as a whole. */
export interface FlowChange {
  /** Null: the whole flow. */
  step: string | null;
  title: string;
  kind: 'added' | 'removed' | 'changed';
  fields: FieldChange[];
}

const NAMES: Record<string, string> = {
  title: 'Name',
  line: 'Said',
  next: 'Then',
  otherwise: 'Otherwise',
  open: 'While open',
  closed: 'While closed',
  tries: 'Times asked',
  personalityId: 'Personality',
  greeting: 'Greeting',
  transfer: 'When a person is asked for',
  what: 'What is given',
  into: 'Kept as',
  minDigits: 'Digits at least',
  maxDigits: 'Digits at most',
  secret: 'Secret',
  confirm: 'Repeated',
  to: 'Who takes the call',
  warm: 'Told first',
  waitSeconds: 'Seconds to wait',
  maxSeconds: 'Seconds at most',
  start: 'Calls begin at',
  language: 'Language',
  record: 'Recorded',
  announcement: 'Announcement',
  hold: 'While something takes long',
  trouble: 'In trouble',
  silence: 'In silence',
  busy: 'When busy',
};
/** Fields that name a step. */
const WAYS = new Set(['next', 'otherwise', 'open', 'closed', 'transfer', 'start']);

const isLine = (value: unknown): value is Line =>
  typeof value === 'object' && value !== null && 'kind' in value && ('text' in value || 'slot' in value);

const lineInWords = (line: Line) =>
  line.kind === 'text' ? `“${line.text}”` : `${line.channel}/${line.slot}, otherwise “${line.otherwise}”`;

type Choice = Extract<Flow['steps'][string], { kind: 'menu' }>['choices'][number];

/** The fields of a step, or of the flow, in words, by name. */
function wordsOf(values: object, titleOf: (id: string) => string): Map<string, string> {
  const words = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    if (name === 'kind' || value === undefined || value === null) continue;
    if (name === 'choices')
      for (const [index, { digit, phrases, next }] of (value as Choice[]).entries())
        words.set(
          `Choice ${index + 1}`,
          `${[digit, ...phrases].filter((one) => one !== null).join(', ')} → ${titleOf(next)}`,
        );
    else
      words.set(
        NAMES[name] ?? name,
        isLine(value)
          ? lineInWords(value)
          : typeof value === 'boolean'
            ? value
              ? 'yes'
              : 'no'
            : WAYS.has(name)
              ? titleOf(String(value))
              : String(value),
      );
  }
  return words;
}

function differing(from: Map<string, string>, to: Map<string, string>): FieldChange[] {
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((field) => {
    const [a, b] = [from.get(field) ?? null, to.get(field) ?? null];
    return a === b ? [] : [{ field, from: a, to: b }];
  });
}

/** What differs between two states of a flow: the whole first, then step by step. */
export function compareFlows(from: Flow, to: Flow): FlowChange[] {
  // Both by the newer name: a step that is called otherwise is no change of the ways that lead there.
  const titleOf = (id: string) => (to.steps[id] ?? from.steps[id])?.title ?? id;
  const wholeOf = (flow: Flow) =>
    wordsOf({ language: flow.language, start: flow.start, record: flow.record, ...flow.lines }, titleOf);
  const whole = differing(wholeOf(from), wholeOf(to));
  const steps = [...new Set([...Object.keys(from.steps), ...Object.keys(to.steps)])].flatMap(
    (id): FlowChange[] => {
      const [a, b] = [from.steps[id], to.steps[id]];
      const title = (b ?? a)!.title;
      if (!a || !b) return [{ step: id, title, kind: b ? 'added' : 'removed', fields: [] }];
      const fields = differing(wordsOf(a, titleOf), wordsOf(b, titleOf));
      return fields.length === 0 ? [] : [{ step: id, title, kind: 'changed', fields }];
    },
  );
  return [
    ...(whole.length > 0
      ? [{ step: null, title: 'The whole flow', kind: 'changed' as const, fields: whole }]
      : []),
    ...steps,
  ];
}
