import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { cancelRelease, releasesQuery } from '../../api/channels.ts';
import { itemsOf } from '../../api/pages.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { MoreButton } from '../../components/MoreButton.tsx';
import { Time } from '../../components/Time.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import styles from './ChannelsScene.module.css';
import { PlannedVersion } from './PlannedVersion.tsx';

const STATES = {
  scheduled: { heading: 'Planned', badge: 'Planned', tone: 'info', more: 'plans' },
  failed: { heading: 'Did not happen', badge: 'Failed', tone: 'bad', more: 'failed releases' },
} as const;

/** Releases that are planned, or those that failed when their time came. */
export function Releases({ state, mayDeploy }: { state: keyof typeof STATES; mayDeploy: boolean }) {
  const client = useQueryClient();
  const releases = useInfiniteQuery(releasesQuery(state));
  const cancel = useMutation({
    mutationFn: cancelRelease,
    onSuccess: () => client.invalidateQueries({ queryKey: ['releases'] }),
    onError: notifyProblem,
  });
  const shown = itemsOf(releases.data);
  if (shown.length === 0) return null;
  const { heading, badge, tone, more } = STATES[state];
  return (
    <section aria-labelledby={`releases-${state}`} className={styles.channel}>
      <h2 id={`releases-${state}`}>{heading}</h2>
      <ul className={styles.ledger}>
        {shown.map((release) => (
          <li key={release.id}>
            <p className={common.line}>
              <Badge tone={tone}>{badge}</Badge>
              <Time at={release.at} />
            </p>
            {release.items.map(({ channel, slot, version }) => (
              <p key={`${channel}/${slot}`} className={common.line}>
                {channel} / {slot}: <PlannedVersion version={version} />
              </p>
            ))}
            <p className={common.quiet}>
              {release.by.name}: “{release.reason}”{release.failure ? ` ${release.failure}` : ''}
            </p>
            {state === 'scheduled' && mayDeploy ? (
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
      <MoreButton query={releases} what={more} />
    </section>
  );
}
