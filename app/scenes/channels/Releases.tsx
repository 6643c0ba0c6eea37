import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { cancelRelease, releasesQuery } from '../../api/channels.ts';
import { itemsOf } from '../../api/pages.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Time } from '../../components/Time.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import styles from './ChannelsScene.module.css';

/** Releases that are planned, or that failed when their time came. */
export function Releases({ mayDeploy }: { mayDeploy: boolean }) {
  const client = useQueryClient();
  const releases = useInfiniteQuery(releasesQuery);
  const cancel = useMutation({
    mutationFn: cancelRelease,
    onSuccess: () => client.invalidateQueries({ queryKey: ['releases'] }),
    onError: notifyProblem,
  });
  const shown = itemsOf(releases.data).filter((one) => one.state === 'scheduled' || one.state === 'failed');
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="releases-heading" className={styles.channel}>
      <h2 id="releases-heading">Planned</h2>
      <ul className={styles.ledger}>
        {shown.map((release) => (
          <li key={release.id}>
            <p className={styles.line}>
              <Badge tone={release.state === 'failed' ? 'bad' : 'info'}>
                {release.state === 'failed' ? 'Did not happen' : 'Planned'}
              </Badge>
              <Time at={release.at} />
              {release.items.map((item) => `${item.channel} / ${item.slot}`).join(', ')}
            </p>
            <p className={styles.quiet}>
              {release.by.name}: “{release.reason}”{release.failure ? ` ${release.failure}` : ''}
            </p>
            {release.state === 'scheduled' && mayDeploy ? (
              <Button
                size="small"
                kind="quiet"
                busy={cancel.isPending}
                onClick={() => cancel.mutate(release.id)}
              >
                Cancel the plan
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
