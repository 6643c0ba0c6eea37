import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { membersQuery } from '../../api/identity.ts';
import { TextField } from '../../components/Field.tsx';
import { useSettled } from '../../components/useSettled.ts';
import styles from './AuditFilters.module.css';
import type { AuditSearch } from './search.ts';

/** A text filter that waits until the writer pauses. */
function Filter({
  label,
  value,
  placeholder,
  known,
  onChange,
}: {
  label: string;
  value: string | undefined;
  placeholder: string;
  /** What is offered while typing. */
  known: readonly string[];
  onChange: (value: string | undefined) => void;
}) {
  const listId = useId();
  const [typed, setTyped] = useSettled(value ?? '', (text) => onChange(text || undefined));
  return (
    <>
      <TextField
        label={label}
        type="search"
        list={listId}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id={listId}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}

/** Families of actions; a full name such as `version.approved` works too. */
const ACTIONS = [
  'version',
  'deployment',
  'script',
  'project',
  'channel',
  'comment',
  'member',
  'key',
  'session',
];
const SUBJECTS = ['version', 'script', 'project', 'channel', 'member', 'key', 'webhook'];

/** Narrows the log; the choice lives in the address. */
export function AuditFilters({
  search,
  onChange,
}: {
  search: AuditSearch;
  onChange: (change: Partial<AuditSearch>) => void;
}) {
  const members = useQuery(membersQuery);
  return (
    <search className={styles.filters}>
      <Filter
        label="Who"
        value={search.actor}
        placeholder="Full name or id"
        known={members.data?.map((member) => member.name) ?? []}
        onChange={(actor) => onChange({ actor })}
      />
      <Filter
        label="Action"
        value={search.action}
        placeholder="e.g. version"
        known={ACTIONS}
        onChange={(action) => onChange({ action })}
      />
      <Filter
        label="Subject"
        value={search.subject}
        placeholder="Kind, full name or id"
        known={SUBJECTS}
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
