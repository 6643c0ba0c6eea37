import { createContext, useContext } from 'react';
import type { Flow, Step } from '../../../../../shared/calls/flow.ts';
import type { FlowProblem } from './problems.ts';
import { freeId, newStep, type StepKind, withStep } from './steps.ts';

/** The flow on the screen, for everything that shows or changes it. */
export interface FlowEdit {
  content: Flow;
  problems: readonly FlowProblem[];
  /** Who may not change flows reads them. */
  mayManage: boolean;
  /** Another one whenever the content was replaced from outside: what is typed as text begins anew. */
  edition: string;
  edit(update: (flow: Flow) => Flow): void;
  /** The step whose form is open; null: none. */
  selected: string | null;
  select(id: string | null): void;
}

export const FlowEditContext = createContext<FlowEdit | null>(null);

export function useFlowEdit(): FlowEdit {
  const edit = useContext(FlowEditContext);
  if (!edit) throw new Error('Used outside of a flow.');
  return edit;
}

/** The step that a form is about. */
export const StepContext = createContext<string | null>(null);

/** What is wrong with a field of the step, or of the flow where there is no step; null: nothing. */
export function useFieldError(field: string): string | null {
  const { problems } = useFlowEdit();
  const step = useContext(StepContext);
  return problems.find((one) => one.step === step && one.field === field)?.message ?? null;
}

/** Adds a step that leads on to where the way led before; gives its id. */
export function addStep({ content, edit }: FlowEdit, kind: StepKind, next: string): string {
  const id = freeId(content.steps, kind);
  edit((flow) => withStep(flow, id, newStep(kind, next)));
  return id;
}

export type OfKind<Kind extends StepKind> = Extract<Step, { kind: Kind }>;

/** What the form of one kind of step is given. */
export interface FieldsOf<Kind extends StepKind> {
  step: OfKind<Kind>;
  onChange: (step: OfKind<Kind>) => void;
}

/** The worst that is wrong with a step; undefined: nothing. */
export function worstOf(problems: readonly FlowProblem[], step: string): FlowProblem['severity'] | undefined {
  const its = problems.filter((problem) => problem.step === step);
  return its.find(({ severity }) => severity === 'error')?.severity ?? its[0]?.severity;
}
