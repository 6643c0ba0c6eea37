import type { UsageReport } from '../../../shared/api/usage.ts';
import { Table } from '../../components/Table.tsx';
import { formatCount, formatUsd } from '../../format/amounts.ts';
import styles from './Usage.module.css';

const TITLE = 'By language model';

/** What language models read and wrote in conversations; of the whole workspace, whatever else is narrowed. */
export function ModelTable({ agents }: { agents: UsageReport['answers']['agents'] }) {
  const models = agents.filter(({ inputTokens, outputTokens }) => inputTokens + outputTokens > 0);
  if (models.length === 0) return null;
  return (
    <section aria-label={TITLE} className={styles.split}>
      <h2>{TITLE}</h2>
      <Table
        caption={TITLE}
        rows={models}
        rowKey={({ id, model }) => `${id} ${model}`}
        columns={[
          { head: 'Name', cell: ({ id, model }) => (model ? `${model} (${id})` : id) },
          { head: 'Answers', cell: (row) => formatCount(row.answers), end: true },
          { head: 'Tokens read', cell: (row) => formatCount(row.inputTokens), end: true },
          { head: 'Tokens written', cell: (row) => formatCount(row.outputTokens), end: true },
          {
            head: 'Cost',
            cell: (row) => (row.unpriced > 0 ? 'no price known' : formatUsd(row.costUsd)),
            end: true,
          },
        ]}
      />
    </section>
  );
}
