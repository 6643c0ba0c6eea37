import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import type { Engine } from '../../../shared/api/voices.ts';
import { enginesQuery } from '../../api/voices.ts';
import { Badge } from '../../components/Badge.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Table } from '../../components/Table.tsx';
import styles from './Engines.module.css';

function Health({ engine }: { engine: Engine }) {
  if (!engine.configured) return <Badge icon={<CircleDashed aria-hidden />}>Not set up</Badge>;
  return engine.healthy ? (
    <Badge tone="good" icon={<CircleCheck aria-hidden />}>
      Ready
    </Badge>
  ) : (
    <Badge tone="bad" icon={<CircleAlert aria-hidden />}>
      Not working
    </Badge>
  );
}

const ms = (value: number | null) => (value === null ? '–' : `${Math.round(value)} ms`);

function EngineTable({ engines }: { engines: Engine[] }) {
  return (
    <Table
      caption="Speech engines"
      rows={engines}
      rowKey={(engine) => engine.id}
      columns={[
        {
          head: 'Engine',
          cell: (engine) => (
            <span>
              <strong>{engine.name}</strong> {engine.version}
            </span>
          ),
        },
        {
          head: 'State',
          cell: (engine) => (
            <span>
              <Health engine={engine} /> {engine.hint}
            </span>
          ),
        },
        { head: 'Voices', cell: (engine) => engine.voiceCount, end: true },
        { head: 'Requests', cell: ({ statistics }) => statistics.requests, end: true },
        { head: 'Failures', cell: ({ statistics }) => statistics.failures, end: true },
        { head: 'Median', cell: ({ statistics }) => ms(statistics.p50Ms), end: true },
        { head: '95th percentile', cell: ({ statistics }) => ms(statistics.p95Ms), end: true },
        { head: 'From cache', cell: ({ statistics }) => statistics.cacheHits, end: true },
      ]}
    />
  );
}

/** The engines with their health; opened, what to set and how fast they are. */
export function Engines() {
  const engines = useQuery(enginesQuery);
  return (
    <Loaded query={engines} shape={<Skeleton height={40} />}>
      {(list) => (
        <details className={styles.engines}>
          <summary>
            <span className={styles.word}>Engines</span>
            {list.map((engine) => (
              <span key={engine.id} className={styles.engine}>
                {engine.name} <Health engine={engine} />
              </span>
            ))}
          </summary>
          <EngineTable engines={list} />
        </details>
      )}
    </Loaded>
  );
}
