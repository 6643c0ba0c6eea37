import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ToolCallEntry } from '../../../shared/api/tools.ts';
import { itemsOf } from '../../api/pages.ts';
import { toolCallsQuery, toolsQuery } from '../../api/tools.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Select } from '../../components/Field.tsx';
import { Panel } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';
import styles from './Tools.module.css';

/** What agents did, newest first; personal data is masked. */
export function CallLog() {
  const [tool, setTool] = useState('');
  const tools = useQuery(toolsQuery);
  const calls = useInfiniteQuery({ ...toolCallsQuery(tool || undefined), staleTime: 0 });
  return (
    <Panel
      title="Calls"
      lead="Everything that was called, in conversations or by hand. Names, numbers and secrets are masked."
    >
      <div className={styles.line}>
        <Select
          label="Tool"
          hideLabel
          className={styles.filter}
          value={tool}
          onChange={(event) => setTool(event.currentTarget.value)}
        >
          <option value="">All tools</option>
          {tools.data?.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </Select>
        <Button onClick={() => void calls.refetch()} busy={calls.isRefetching}>
          Look again
        </Button>
      </div>
      <Loaded query={calls}>
        {(data) => {
          const items = itemsOf(data);
          return items.length === 0 ? (
            <p className={styles.muted}>Nothing was called yet.</p>
          ) : (
            <Table
              caption="Calls of tools"
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                { head: 'When', cell: ({ at }) => <Time at={at} /> },
                { head: 'Tool', cell: (call) => <code className={styles.code}>{call.tool}</code> },
                { head: 'Outcome', cell: Outcome },
                { head: 'In and out', cell: Details },
                {
                  head: 'Took',
                  end: true,
                  cell: ({ tookMs }) => <span className="tabular">{tookMs.toLocaleString()} ms</span>,
                },
              ]}
            />
          );
        }}
      </Loaded>
      <MoreButton query={calls} what="calls" />
    </Panel>
  );
}

function Outcome({ outcome, conversationId }: ToolCallEntry) {
  return (
    <span className={styles.line}>
      <Badge tone={outcome === 'ok' ? 'good' : outcome === 'started' ? 'info' : 'warn'}>{outcome}</Badge>
      {conversationId === null ? <span className={styles.muted}>by hand</span> : null}
    </span>
  );
}

function Details({ arguments: given, result, message }: ToolCallEntry) {
  return (
    <details className={styles.details}>
      <summary>{message ?? 'Show'}</summary>
      <pre className={styles.answer}>
        {JSON.stringify(given, null, 1)}
        {result === null ? '' : `\n→ ${JSON.stringify(result, null, 1)}`}
      </pre>
    </details>
  );
}
