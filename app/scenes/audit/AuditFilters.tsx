import { useEffect, useState } from 'react';
import { TextField } from '../../components/Field.tsx';
import styles from './AuditFilters.module.css';
import type { AuditSearch } from './search.ts';

const PAUSE_MS = 300;

/** A text filter that waits until the writer pauses. */
function Filter({
  label,
  value,
  placeholder,
  onChange,
}: {
  label: string;
  value: string | undefined;
  placeholder: string;
  onChange: (value: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => {
    if (typed === (value ?? '')) return;
    const timer = setTimeout(() => onChange(typed || undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <TextField
      label={label}
      type="search"
      placeholder={placeholder}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

/** Narrows the log; the choice lives in the address. */
export function AuditFilters({
  search,
  onChange,
}: {
  search: AuditSearch;
  onChange: (change: Partial<AuditSearch>) => void;
}) {
  return (
    <search className={styles.filters}>
      <Filter
        label="Who"
        value={search.actor}
        placeholder="Name or id"
        onChange={(actor) => onChange({ actor })}
      />
      <Filter
        label="Action"
        value={search.action}
        placeholder="e.g. version"
        onChange={(action) => onChange({ action })}
      />
      <Filter
        label="Subject"
        value={search.subject}
        placeholder="Kind or id"
        onChange={(subject) => onChange({ subject })}
      />
      <TextField
        label="From"
        type="date"
        max={search.to}
        value={search.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextField
        label="To"
        type="date"
        min={search.from}
        value={search.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
    </search>
  );
}
