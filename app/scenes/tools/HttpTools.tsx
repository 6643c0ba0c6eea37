import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Globe, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { HttpTool } from '../../../shared/api/tools.ts';
import { deleteHttpTool, httpToolsQuery } from '../../api/tools.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel, Row } from '../../components/Form.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Table } from '../../components/Table.tsx';
import { HttpToolDialog } from './HttpToolDialog.tsx';
import styles from './Tools.module.css';

/** Addresses that agents may call. */
export function HttpTools() {
  const client = useQueryClient();
  const tools = useQuery(httpToolsQuery);
  const [editing, setEditing] = useState<HttpTool | 'new' | null>(null);
  const [deleting, setDeleting] = useState<HttpTool | null>(null);
  const add = (
    <Button icon={<Plus aria-hidden />} onClick={() => setEditing('new')}>
      Add HTTP tool
    </Button>
  );
  return (
    <Panel
      title="HTTP tools"
      lead="Let language models ask your own systems: describe an address, and what goes into it. The built-in agent never uses them."
    >
      <Loaded query={tools}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<Globe />} title="No HTTP tools yet" action={add}>
              Describe an address of yours that agents should ask, such as a stock or a customer system.
            </EmptyState>
          ) : (
            <>
              <Row>{add}</Row>
              <Table
                caption="HTTP tools"
                rows={all}
                rowKey={({ id }) => id}
                columns={[
                  {
                    head: 'Tool',
                    cell: ({ name, title }) => (
                      <span className={styles.name}>
                        <strong>{title}</strong>
                        <code className={styles.code}>{name}</code>
                      </span>
                    ),
                  },
                  {
                    head: 'Asks',
                    cell: ({ method, urlTemplate }) => (
                      <code className={styles.code}>
                        {method} {urlTemplate}
                      </code>
                    ),
                  },
                  {
                    head: 'State',
                    cell: ({ active, effect }) => (
                      <span className={styles.line}>
                        {active ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
                        {effect ? <Badge tone="warn">Changes something</Badge> : null}
                      </span>
                    ),
                  },
                  {
                    head: 'Actions',
                    hideHead: true,
                    end: true,
                    cell: (tool) => (
                      <span className={styles.actions}>
                        <IconButton
                          label={`Change ${tool.title}`}
                          icon={<Pencil />}
                          onClick={() => setEditing(tool)}
                        />
                        <IconButton
                          label={`Delete ${tool.title}`}
                          icon={<Trash2 />}
                          onClick={() => setDeleting(tool)}
                        />
                      </span>
                    ),
                  },
                ]}
              />
            </>
          )
        }
      </Loaded>
      {editing ? (
        <HttpToolDialog tool={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
      {deleting ? (
        <ConfirmDialog
          title={`Delete ${deleting.title}?`}
          action="Delete tool"
          onClose={() => setDeleting(null)}
          onConfirm={async () => {
            await deleteHttpTool(deleting.id);
            await client.invalidateQueries({ queryKey: ['tools'] });
          }}
        >
          Agents can no longer use it, and its headers are forgotten. The log of its calls stays.
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}
