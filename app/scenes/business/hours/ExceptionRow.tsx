import { X } from 'lucide-react';
import type { OpeningException } from '../../../../shared/api/business/hours.ts';
import { Checkbox, TextField } from '../../../components/Field.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import styles from './Hours.module.css';

/** A day that is closed, or open at other hours. */
export function ExceptionRow({
  exception,
  mayEdit,
  onChange,
}: {
  exception: OpeningException;
  mayEdit: boolean;
  /** Null: it is as its weekday again. */
  onChange: (exception: OpeningException | null) => void;
}) {
  const { day, name, opens, closes } = exception;
  const set = (change: Partial<OpeningException>) => onChange({ ...exception, ...change });
  return (
    <div className={styles.exception}>
      <TextField
        label="Day"
        type="date"
        value={day}
        onChange={(event) => set({ day: event.currentTarget.value })}
      />
      <TextField
        label="Why"
        placeholder="Christmas"
        value={name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Checkbox
        label="Closed"
        className={styles.closed}
        checked={opens === null}
        onChange={(event) =>
          set(
            event.currentTarget.checked ? { opens: null, closes: null } : { opens: '10:00', closes: '14:00' },
          )
        }
      />
      {opens !== null && closes !== null ? (
        <div className={styles.part}>
          <TextField
            label="Opens"
            type="time"
            value={opens}
            onChange={(event) => set({ opens: event.currentTarget.value })}
          />
          <TextField
            label="Closes"
            type="time"
            value={closes}
            onChange={(event) => set({ closes: event.currentTarget.value })}
          />
        </div>
      ) : null}
      {mayEdit ? (
        <IconButton
          label={`Remove ${name || 'this day'}`}
          icon={<X />}
          className={styles.removeDay}
          onClick={() => onChange(null)}
        />
      ) : null}
    </div>
  );
}
