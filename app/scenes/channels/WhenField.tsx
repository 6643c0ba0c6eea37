import { TextField } from '../../components/Field.tsx';

/** Whether a planned time (as the field has it, in the browser's own zone; empty: now) has gone by. */
export const isPast = (at: string): boolean => at !== '' && new Date(at).getTime() <= Date.now();

interface WhenFieldProps {
  value: string;
  onChange: (at: string) => void;
  /** What an empty field does, e.g. `deploy`. */
  act: string;
  /** Sending was tried with a time that has gone by. */
  refused: boolean;
}

/** When something goes live: now, or at a time to come. */
export function WhenField({ value, onChange, act, refused }: WhenFieldProps) {
  return (
    <TextField
      label="When"
      hint={`Leave empty to ${act} now.`}
      error={
        refused && isPast(value)
          ? `This time has gone by. Choose a later one, or leave it empty to ${act} now.`
          : null
      }
      type="datetime-local"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
