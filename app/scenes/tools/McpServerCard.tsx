import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { McpServer, McpServerChange, McpTool } from '../../../shared/api/tools.ts';
import { deleteMcpServer, refreshMcpServer, updateMcpServer } from '../../api/tools.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import common from '../../components/common.module.css';
import { Checkbox, Select } from '../../components/Field.tsx';
import { Row } from '../../components/Form.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import styles from './Tools.module.css';

/** A server, and which of its tools agents may use. */
export function McpServerCard({ server }: { server: McpServer }) {
  const client = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['tools'] });
  const change = useMutation({
    mutationFn: (to: McpServerChange) => updateMcpServer(server.id, to),
    onSuccess: refresh,
    onError: notifyProblem,
  });
  const ask = useMutation({
    mutationFn: () => refreshMcpServer(server.id),
    onSuccess: refresh,
    onError: notifyProblem,
  });
  // What was just decided is shown at once.
  const underWay = change.isPending ? change.variables.tools : undefined;
  const tools = server.tools.map((tool) => ({
    ...tool,
    ...underWay?.find(({ name }) => name === tool.name),
  }));
  const decide = ({ name, allowed, effect, intents }: McpTool, to: Partial<McpTool>) =>
    change.mutate({ tools: [{ name, allowed, effect, intents, ...to }] });
  return (
    <li className={styles.card}>
      <div className={common.spread}>
        <span className={styles.name}>
          <strong>{server.name}</strong>
          <code className={styles.code}>{server.url}</code>
        </span>
        {server.active ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
      </div>
      {server.problem ? <p className={styles.problem}>{server.problem}</p> : null}
      {server.listedAt ? (
        <p className={styles.muted}>
          Asked what it offers <Time at={server.listedAt} />
          {server.headerNames.length > 0 ? `, with ${server.headerNames.join(', ')}` : ''}
        </p>
      ) : null}
      {server.tools.length > 0 ? (
        <Table
          caption={`Tools of ${server.name}`}
          rows={tools}
          rowKey={({ name }) => name}
          columns={[
            {
              head: 'Tool',
              cell: ({ name, description }) => (
                <span className={styles.name}>
                  <strong>{name}</strong>
                  <span className={styles.muted}>{description}</span>
                </span>
              ),
            },
            {
              head: 'Does',
              cell: (tool) => (
                <Select
                  label={`What ${tool.name} does`}
                  hideLabel
                  value={tool.effect ? 'changes' : 'reads'}
                  onChange={(event) => decide(tool, { effect: event.currentTarget.value === 'changes' })}
                >
                  <option value="changes">Changes something</option>
                  <option value="reads">Only reads</option>
                </Select>
              ),
            },
            {
              head: 'Agents',
              cell: (tool) => (
                <Checkbox
                  label={
                    <span>
                      Allow<span className="visuallyHidden"> {tool.name}</span>
                    </span>
                  }
                  checked={tool.allowed}
                  onChange={(event) => decide(tool, { allowed: event.currentTarget.checked })}
                />
              ),
            },
          ]}
        />
      ) : null}
      <Row>
        <Button
          size="small"
          icon={<RefreshCw aria-hidden />}
          busy={ask.isPending}
          onClick={() => ask.mutate()}
        >
          Ask again
        </Button>
        <Button
          size="small"
          icon={server.active ? <Pause aria-hidden /> : <Play aria-hidden />}
          onClick={() => change.mutate({ active: !server.active })}
        >
          {server.active ? 'Switch off' : 'Switch on'}
        </Button>
        <Button size="small" kind="quiet" icon={<Trash2 aria-hidden />} onClick={() => setDeleting(true)}>
          Delete
        </Button>
      </Row>
      {deleting ? (
        <ConfirmDialog
          title={`Delete ${server.name}?`}
          action="Delete server"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await deleteMcpServer(server.id);
            await refresh();
          }}
        >
          Agents can no longer use its tools, and its headers and your choices are forgotten.
        </ConfirmDialog>
      ) : null}
    </li>
  );
}
