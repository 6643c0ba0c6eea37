import { Badge } from '../../../../components/Badge.tsx';
import type { FlowChange } from './compareFlows.ts';
import styles from './FlowChanges.module.css';

const LOOKS = {
  added: { tone: 'good', word: 'added' },
  removed: { tone: 'bad', word: 'deleted' },
  changed: { tone: 'quiet', word: 'changed' },
} as const;

/** What differs between two states of a flow, step by step. */
export function FlowChanges({ changes }: { changes: readonly FlowChange[] }) {
  return (
    <ul className={styles.changes}>
      {changes.map(({ step, title, kind, fields }) => (
        <li key={step ?? ''}>
          <h3>
            {title} <Badge tone={LOOKS[kind].tone}>{LOOKS[kind].word}</Badge>
          </h3>
          {fields.length > 0 ? (
            <dl>
              {fields.map(({ field, from, to }) => (
                <div key={field}>
                  <dt>{field}</dt>
                  <dd>
                    {from === null ? null : <del>{from}</del>}
                    {from !== null && to !== null ? <span aria-hidden> → </span> : null}
                    {to === null ? null : <ins>{to}</ins>}
                  </dd>
                </div>
              ))}
            </dl>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
