import { useState } from 'react';
import { TextField } from '../../../../components/Field.tsx';
import { useFieldError } from '../edit/flowEdit.ts';

/** A whole number; what is typed and is none yet stays on the screen and changes nothing. */
export function NumberField({
  label,
  field,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  field: string;
  /** Undefined: as the product would have it. */
  value: number | undefined;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const error = useFieldError(field);
  return (
    <TextField
      label={label}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      error={error}
      value={typed ?? value ?? ''}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const number = event.currentTarget.valueAsNumber;
        if (Number.isInteger(number)) onChange(number);
      }}
    />
  );
}
