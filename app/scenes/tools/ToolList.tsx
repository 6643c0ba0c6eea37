import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { ToolSummary } from '../../../shared/api/tools.ts';
import { toolsQuery } from '../../api/tools.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Panel } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Table } from '../../components/Table.tsx';
import { useCan } from '../../frame/useMe.ts';
import styles from './Tools.module.css';
import { TryDialog } from './TryDialog.tsx';

const SOURCES = { ours: 'Built in', http: 'HTTP', mcp: 'MCP' };

/** All tools, each to be tried. */
export function ToolList() {
  const manages = useCan('settings:manage');
  const tools = useQuery(toolsQuery);
  const [trying, setTrying] = useState<ToolSummary | null>(null);
  return (
    <Panel
      title="What agents may use"
      lead="A tool that changes something is only used when the person has asked for that, in their own words."
    >
      <Loaded query={tools}>
        {(all) => (
          <Table
            caption="Tools"
            rows={all}
            rowKey={({ name }) => name}
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
              { head: 'From', cell: ({ source }) => SOURCES[source] },
              {
                head: 'Does',
                cell: ({ effect }) =>
                  effect ? <Badge tone="warn">Changes something</Badge> : <Badge>Only reads</Badge>,
              },
              {
                head: 'Actions',
                hideHead: true,
                end: true,
                cell: (tool) =>
                  manages ? (
                    <Button
                      size="small"
                      icon={<Play aria-hidden />}
                      aria-label={`Try ${tool.title}`}
                      onClick={() => setTrying(tool)}
                    >
                      Try it
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      {trying ? <TryDialog tool={trying} onClose={() => setTrying(null)} /> : null}
    </Panel>
  );
}
