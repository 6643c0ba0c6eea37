import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { deploymentsQuery } from '../../api/channels.ts';
import { itemsOf } from '../../api/pages.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { LiveBadge } from '../../components/StatusBadge.tsx';
import { Time } from '../../components/Time.tsx';
import styles from './ChannelsScene.module.css';

const ACTS = {
  deploy: 'Deployed',
  rollback: 'Rolled back to',
  release: 'Released',
  withdraw: 'Withdrawn',
} as const;

/** Everything that was ever live in a channel, newest first. */
export function Ledger({ slug }: { slug: string }) {
  const ledger = useInfiniteQuery(deploymentsQuery(slug));
  const items = itemsOf(ledger.data);
  return (
    <section aria-labelledby="ledger-heading" className={styles.channel}>
      <h2 id="ledger-heading">Ledger</h2>
      {ledger.error ? <ProblemMessage error={ledger.error} onRetry={() => ledger.refetch()} /> : null}
      {ledger.isSuccess && items.length === 0 ? (
        <p className={common.quiet}>Nothing was deployed here yet.</p>
      ) : null}
      <ol className={styles.ledger}>
        {items.map((entry) => (
          <li key={entry.id}>
            <p className={common.line}>
              <strong>{entry.slot}</strong> {ACTS[entry.kind]}{' '}
              {entry.version ? (
                <Link to="/review/$versionId" params={{ versionId: entry.version.id }}>
                  {entry.version.scriptTitle}, version {entry.version.number}
                </Link>
              ) : null}
              {entry.endedAt === null && entry.version ? <LiveBadge /> : null}
            </p>
            <p className={common.quiet}>
              <Who actor={entry.by} /> · <Time at={entry.at} />
              {entry.endedAt ? ' until ' : ''}
              {entry.endedAt ? <Time at={entry.endedAt} /> : null}
            </p>
            <p className={styles.reason}>“{entry.reason}”</p>
          </li>
        ))}
      </ol>
      {ledger.hasNextPage ? (
        <Button size="small" busy={ledger.isFetchingNextPage} onClick={() => ledger.fetchNextPage()}>
          Show older entries
        </Button>
      ) : null}
    </section>
  );
}
