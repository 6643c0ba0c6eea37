import type { UsageSum } from '../../../shared/api/usage.ts';
import { Table } from '../../components/Table.tsx';
import { formatCount, formatUsd } from '../../format/amounts.ts';
import { formatDuration } from '../../format/duration.ts';
import styles from './Usage.module.css';

/** One split of the use, greatest first, with the way to narrow everything to a row. */
export function SumTable({
  title,
  rows,
  onChoose,
}: {
  title: string;
  rows: (UsageSum & { key: string; label: string; choice: string | null })[];
  onChoose: (choice: string) => void;
}) {
  return (
    <section aria-label={title} className={styles.split}>
      <h2>{title}</h2>
      <Table
        caption={title}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          {
            head: 'Name',
            cell: ({ label, choice }) =>
              choice === null ? (
                label
              ) : (
                <button type="button" className={styles.choose} onClick={() => onChoose(choice)}>
                  {label}
                </button>
              ),
          },
          { head: 'Requests', cell: (row) => formatCount(row.requests), end: true },
          { head: 'From memory', cell: (row) => formatCount(row.cachedRequests), end: true },
          { head: 'Characters', cell: (row) => formatCount(row.characters), end: true },
          { head: 'Sound', cell: (row) => formatDuration(row.seconds * 1000), end: true },
          { head: 'Cost', cell: (row) => formatUsd(row.costUsd), end: true },
        ]}
      />
    </section>
  );
}
