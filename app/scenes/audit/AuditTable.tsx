import type { AuditEntry } from '../../../shared/api/operations.ts';
import { Who } from '../../components/Avatar.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';
import styles from './AuditTable.module.css';

/** What an entry says beyond its columns, on demand. */
function Detail({ entry }: { entry: AuditEntry }) {
  return (
    <details className={styles.detail}>
      <summary aria-label={`Details of entry ${entry.sequence}`}>Details</summary>
      <dl>
        {Object.entries(entry.detail).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
        <div>
          <dt>hash</dt>
          <dd>
            <code>{entry.hash}</code>
          </dd>
        </div>
        {entry.correlationId ? (
          <div>
            <dt>request</dt>
            <dd>
              <code>{entry.correlationId}</code>
            </dd>
          </div>
        ) : null}
      </dl>
    </details>
  );
}

export function AuditTable({ entries }: { entries: AuditEntry[] }) {
  return (
    <Table
      caption="Audit log, newest first"
      rows={entries}
      rowKey={(entry) => entry.id}
      columns={[
        { head: 'No.', cell: (entry) => <span className={styles.number}>{entry.sequence}</span> },
        { head: 'When', cell: (entry) => <Time at={entry.at} /> },
        { head: 'Who', cell: (entry) => <Who actor={entry.actor} /> },
        { head: 'Action', cell: (entry) => <code className={styles.action}>{entry.action}</code> },
        {
          head: 'Subject',
          cell: ({ subject }) => (
            <span>
              <span className={styles.kind}>{subject.kind}</span> {subject.name ?? <code>{subject.id}</code>}
            </span>
          ),
        },
        { head: 'Details', cell: (entry) => <Detail entry={entry} />, hideHead: true },
      ]}
    />
  );
}
