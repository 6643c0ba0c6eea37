import { Checkbox, Select, TextField } from '../../../../components/Field.tsx';
import { type FieldsOf, useFieldError } from '../edit/flowEdit.ts';
import styles from './Forms.module.css';
import { LineField } from './LineField.tsx';
import { NumberField } from './NumberField.tsx';
import { WayField } from './WayField.tsx';

const PEOPLE = 'people';

/** A caller is put through: to whoever takes the call at the live board, or to a number. */
export function TransferFields({ step, onChange }: FieldsOf<'transfer'>) {
  const error = useFieldError('to');
  const toPeople = step.to === PEOPLE;
  return (
    <>
      <LineField
        label="What is said before"
        field="line"
        line={step.line}
        onChange={(line) => onChange({ ...step, line })}
      />
      <Select
        label="Who takes the call"
        value={toPeople ? PEOPLE : ''}
        onChange={(event) => onChange({ ...step, to: event.currentTarget.value })}
      >
        <option value={PEOPLE}>Somebody at the live board</option>
        <option value="">A telephone</option>
      </Select>
      {toPeople ? null : (
        <TextField
          label="Its number"
          type="tel"
          placeholder="+49301234567"
          hint="With the country’s code, or an address such as sip:desk@example.com."
          autoComplete="off"
          error={error === null ? null : 'Begin with + and the country’s code, or with sip:.'}
          value={step.to}
          onChange={(event) => onChange({ ...step, to: event.currentTarget.value.replace(/\s/g, '') })}
        />
      )}
      <Checkbox
        label="Tell them first what it is about"
        hint="A summary is spoken to the person who picks up, before the caller is on the line."
        checked={step.warm}
        onChange={(event) => onChange({ ...step, warm: event.currentTarget.checked })}
      />
      <div className={styles.pair}>
        <NumberField
          label="Waits at most, seconds"
          field="waitSeconds"
          min={5}
          max={300}
          value={step.waitSeconds}
          onChange={(waitSeconds) => onChange({ ...step, waitSeconds })}
        />
        <WayField
          label="When nobody takes it"
          to={step.otherwise}
          onChange={(otherwise) => onChange({ ...step, otherwise })}
        />
      </div>
    </>
  );
}
