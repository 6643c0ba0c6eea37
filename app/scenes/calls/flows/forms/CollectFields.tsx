import { Checkbox, Select, TextField } from '../../../../components/Field.tsx';
import { keysOf } from '../../../../format/labels.ts';
import { type FieldsOf, type OfKind, useFieldError } from '../edit/flowEdit.ts';
import styles from './Forms.module.css';
import { LineField } from './LineField.tsx';
import { NumberField } from './NumberField.tsx';
import { WayField } from './WayField.tsx';

const WHAT: Record<OfKind<'collect'>['what'], string> = {
  digits: 'A number, digit by digit',
  name: 'A name',
  email: 'An e-mail address',
  date: 'A date',
  mark: 'A mark from 1 to 5',
};

/** Something that the caller is asked for. */
export function CollectFields({ step, onChange }: FieldsOf<'collect'>) {
  const intoError = useFieldError('into');
  return (
    <>
      <LineField
        label="What is asked"
        field="line"
        line={step.line}
        onChange={(line) => onChange({ ...step, line })}
      />
      <div className={styles.pair}>
        <Select
          label="What is given"
          value={step.what}
          onChange={(event) =>
            onChange({ ...step, what: event.currentTarget.value as OfKind<'collect'>['what'] })
          }
        >
          {keysOf(WHAT).map((what) => (
            <option key={what} value={what}>
              {WHAT[what]}
            </option>
          ))}
        </Select>
        <TextField
          label="Kept as"
          hint="For the agent and its tools."
          autoComplete="off"
          maxLength={40}
          error={intoError === null ? null : 'Begin with a small letter; letters and digits only.'}
          value={step.into}
          onChange={(event) => onChange({ ...step, into: event.currentTarget.value })}
        />
      </div>
      {step.what === 'digits' ? (
        <div className={styles.pair}>
          <NumberField
            label="Digits at least"
            field="minDigits"
            min={1}
            max={32}
            value={step.minDigits}
            onChange={(minDigits) => onChange({ ...step, minDigits })}
          />
          <NumberField
            label="Digits at most"
            field="maxDigits"
            min={1}
            max={32}
            value={step.maxDigits}
            onChange={(maxDigits) => onChange({ ...step, maxDigits })}
          />
        </div>
      ) : null}
      <Checkbox
        label="Repeat it and ask whether it is right"
        checked={step.confirm}
        onChange={(event) => onChange({ ...step, confirm: event.currentTarget.checked })}
      />
      <Checkbox
        label="It is secret, such as a card number"
        hint="The recording pauses; neither words nor keys are kept."
        checked={step.secret}
        onChange={(event) => onChange({ ...step, secret: event.currentTarget.checked })}
      />
      <NumberField
        label="Asked at most, times"
        field="tries"
        min={1}
        max={5}
        value={step.tries}
        onChange={(tries) => onChange({ ...step, tries })}
      />
      <div className={styles.pair}>
        <WayField label="When it is given" to={step.next} onChange={(next) => onChange({ ...step, next })} />
        <WayField
          label="When it is not"
          to={step.otherwise}
          onChange={(otherwise) => onChange({ ...step, otherwise })}
        />
      </div>
    </>
  );
}
