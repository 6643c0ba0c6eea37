import { Select } from '../../../../components/Field.tsx';
import { keysOf } from '../../../../format/labels.ts';
import { addStep, useFlowEdit } from '../edit/flowEdit.ts';
import { KINDS } from '../edit/kinds.ts';
import { type StepKind, stepsInOrder } from '../edit/steps.ts';

const NONE = '';
/** No id begins so. */
const NEW = '+';

interface WayFieldProps<To extends string | null> {
  label: string;
  to: To;
  /** What it means to lead nowhere; absent: it must lead somewhere. */
  none?: string;
  hideLabel?: boolean;
  onChange: (to: To) => void;
}

/** Where a way leads: to a step, or to a new one that is put in between. */
export function WayField<To extends string | null>({
  label,
  to,
  none,
  hideLabel,
  onChange,
}: WayFieldProps<To>) {
  const flow = useFlowEdit();
  const { steps, start } = flow.content;
  const known = to === null || Object.hasOwn(steps, to);
  const choose = (value: string) => {
    if (value.startsWith(NEW)) {
      const id = addStep(flow, value.slice(NEW.length) as StepKind, to ?? start);
      onChange(id as To);
      flow.select(id);
    } else onChange((value === NONE ? null : value) as To);
  };
  return (
    <Select
      label={label}
      hideLabel={hideLabel}
      value={to ?? NONE}
      error={known ? null : 'That step is not there any more: choose another one.'}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {none === undefined ? null : <option value={NONE}>{none}</option>}
      {known ? null : <option value={to}>“{to}”, which is not there</option>}
      <optgroup label="Steps">
        {stepsInOrder({ start, steps }).map((id) => (
          <option key={id} value={id}>
            {steps[id]?.title}
          </option>
        ))}
      </optgroup>
      <optgroup label="A new step in between">
        {keysOf(KINDS).map((kind) => (
          <option key={kind} value={`${NEW}${kind}`}>
            + {KINDS[kind].name}
          </option>
        ))}
      </optgroup>
    </Select>
  );
}
