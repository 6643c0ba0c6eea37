import type { z } from 'zod';
import type { StatusChange } from '../../../shared/api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import common from '../../components/common.module.css';
import { Time } from '../../components/Time.tsx';
import styles from './ReviewScene.module.css';

const WORDS = { draft: 'Draft', in_review: 'In review', approved: 'Approved', archived: 'Archived' } as const;

/** Who moved the version along, when and why. */
export function History({ changes }: { changes: readonly z.infer<typeof StatusChange>[] }) {
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby="history-heading" className={styles.decision}>
      <h3 id="history-heading">History</h3>
      <ol className={styles.history}>
        {changes.map((change) => (
          <li key={change.id}>
            <p>
              <strong>
                {change.from === 'in_review' && change.to === 'draft'
                  ? 'Changes asked for'
                  : WORDS[change.to]}
              </strong>{' '}
              <span className={common.quiet}>
                <Who actor={change.by} /> · <Time at={change.at} />
              </span>
            </p>
            {change.note ? <p className={styles.words}>{change.note}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
