import { Plus, X } from 'lucide-react';
import type { OpenPart, Weekday } from '../../../../shared/api/business/hours.ts';
import { TextField } from '../../../components/Field.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import styles from './Hours.module.css';

/** What the browser's field shows for the end of the day. */
const shown = (time: string) => (time === '24:00' ? '00:00' : time);

/** The hours of a weekday: none, one part, or several with breaks between them. */
export function DayParts({
  weekday,
  parts,
  mayEdit,
  onChange,
}: {
  weekday: Weekday;
  parts: readonly OpenPart[];
  mayEdit: boolean;
  onChange: (parts: OpenPart[]) => void;
}) {
  const name = `${weekday[0]?.toUpperCase()}${weekday.slice(1)}`;
  const change = (index: number, to: Partial<OpenPart> | null) =>
    onChange(parts.flatMap((part, at) => (at === index ? (to ? { ...part, ...to } : []) : part)));
  const last = parts.at(-1);
  const next: OpenPart = last
    ? { weekday, opens: last.closes < '22:00' ? last.closes : '22:00', closes: '24:00' }
    : { weekday, opens: '09:00', closes: '18:00' };
  return (
    <div className={styles.day}>
      <span className={styles.dayName}>{name}</span>
      <div className={styles.parts}>
        {parts.length === 0 ? <span className={styles.muted}>Closed</span> : null}
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has nothing else that stays while it is typed
          <div key={index} className={styles.part}>
            <TextField
              label={`${name} opens`}
              hideLabel
              type="time"
              value={part.opens}
              onChange={(event) => change(index, { opens: event.currentTarget.value })}
            />
            <span aria-hidden>to</span>
            <TextField
              label={`${name} closes`}
              hideLabel
              type="time"
              value={shown(part.closes)}
              onChange={({ currentTarget: { value } }) =>
                change(index, { closes: value === '00:00' ? '24:00' : value })
              }
            />
            {mayEdit ? (
              <IconButton
                label={`Remove these hours of ${name}`}
                icon={<X />}
                onClick={() => change(index, null)}
              />
            ) : null}
          </div>
        ))}
      </div>
      {mayEdit ? (
        <IconButton
          label={parts.length === 0 ? `Open on ${name}` : `Add a part to ${name}`}
          icon={<Plus />}
          onClick={() => onChange([...parts, next])}
        />
      ) : null}
    </div>
  );
}
