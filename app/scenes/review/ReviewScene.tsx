import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { CircleCheckBig } from 'lucide-react';
import { useEffect } from 'react';
import { itemsOf } from '../../api/pages.ts';
import { reviewsQuery } from '../../api/studio.ts';
import { Badge } from '../../components/Badge.tsx';
import buttonStyles from '../../components/Button.module.css';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { cx } from '../../components/cx.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Duration, Time } from '../../components/Time.tsx';
import { ReviewedVersion } from './ReviewedVersion.tsx';
import styles from './ReviewScene.module.css';

/** What waits for me, and beside it the version I am looking at. */
export function ReviewScene() {
  const { versionId: chosen } = useParams({ strict: false });
  const navigate = useNavigate();
  const queue = useInfiniteQuery(reviewsQuery);
  const items = itemsOf(queue.data);
  const next = items.find((item) => item.waitsForMe)?.version.id ?? items[0]?.version.id;
  const shown = chosen ?? next;
  // In the address, so that what I look at stays when the queue changes under it.
  useEffect(() => {
    if (chosen || !next) return;
    void navigate({ to: '/review/$versionId', params: { versionId: next }, replace: true });
  }, [chosen, next, navigate]);
  const empty = queue.isSuccess && !shown;
  return (
    <Scene title="Review" width="full">
      {queue.error ? <ProblemMessage error={queue.error} onRetry={() => queue.refetch()} /> : null}
      <div className={cx(styles.review, empty && styles.empty)}>
        <nav aria-label="In review" className={styles.queue} hidden={empty}>
          {queue.isPending ? <Skeleton height={64} count={3} /> : null}
          {queue.isSuccess && items.length === 0 && shown ? (
            <p className={common.quiet}>Nothing is in review.</p>
          ) : null}
          <ul>
            {items.map(({ version, waitsForMe, reason }) => (
              <li key={version.id}>
                <Link
                  to="/review/$versionId"
                  params={{ versionId: version.id }}
                  className={cx(styles.item, version.id === shown && styles.current)}
                  aria-current={version.id === shown ? 'true' : undefined}
                  title={reason}
                >
                  <span className={common.line}>
                    <strong>{version.scriptTitle}</strong>
                    {waitsForMe ? <Badge tone="warn">Waits for you</Badge> : null}
                  </span>
                  <span className={common.quiet}>
                    Version {version.number} · {version.createdBy.name} · <Time at={version.createdAt} />
                    {version.audio ? ' · ' : null}
                    {version.audio ? <Duration ms={version.audio.durationMs} /> : null}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          {queue.hasNextPage ? (
            <Button size="small" busy={queue.isFetchingNextPage} onClick={() => queue.fetchNextPage()}>
              Show more
            </Button>
          ) : null}
        </nav>
        {shown ? (
          <ReviewedVersion key={shown} versionId={shown} />
        ) : empty ? (
          <EmptyState
            icon={<CircleCheckBig />}
            title="Nothing waits for review"
            action={
              <Link to="/projects" className={cx(buttonStyles.button, buttonStyles.plain)}>
                Open the scripts
              </Link>
            }
          >
            When somebody sends a version to review, it appears here at once.
          </EmptyState>
        ) : null}
      </div>
    </Scene>
  );
}
