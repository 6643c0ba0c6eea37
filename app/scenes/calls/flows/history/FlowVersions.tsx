import { useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { flowQuery, flowVersionQuery, flowVersionsQuery, restoreFlowVersion } from '../../../../api/flows.ts';
import { itemsOf } from '../../../../api/pages.ts';
import { Who } from '../../../../components/Avatar.tsx';
import { Badge } from '../../../../components/Badge.tsx';
import { Button } from '../../../../components/Button.tsx';
import { ConfirmDialog } from '../../../../components/ConfirmDialog.tsx';
import common from '../../../../components/common.module.css';
import { Loaded } from '../../../../components/Loaded.tsx';
import { MoreButton } from '../../../../components/MoreButton.tsx';
import { ProblemMessage } from '../../../../components/ProblemMessage.tsx';
import { Skeleton } from '../../../../components/Skeleton.tsx';
import { Time } from '../../../../components/Time.tsx';
import { notify } from '../../../../components/Toast.tsx';
import styles from '../../../../components/VersionList.module.css';
import { compareFlows } from '../edit/compareFlows.ts';
import { FlowChanges } from '../edit/FlowChanges.tsx';

const route = getRouteApi('/frame/calls/flows/$flowId');

/** What two versions differ in. */
function Comparison({ flowId, from, to }: { flowId: string; from: number; to: number }) {
  const [before, after] = useQueries({
    queries: [flowVersionQuery(flowId, from), flowVersionQuery(flowId, to)],
  });
  const error = before.error ?? after.error;
  if (!before.data || !after.data)
    return error ? <ProblemMessage error={error} /> : <Skeleton height={80} count={3} />;
  const changes = compareFlows(before.data.content, after.data.content);
  return (
    <section className={styles.comparison} aria-label="Comparison">
      <h2>
        From version {from} to {to}
      </h2>
      {changes.length === 0 ? <p>These two are the same.</p> : <FlowChanges changes={changes} />}
    </section>
  );
}

/** Every saved state of a flow: what changed, by whom and why, and the way back. */
export function FlowVersions({
  flowId,
  newest,
  mayManage,
}: {
  flowId: string;
  newest: number;
  mayManage: boolean;
}) {
  const { from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const versions = useInfiniteQuery(flowVersionsQuery(flowId));
  const [restoring, setRestoring] = useState<number | null>(null);
  const compared = from && to ? { from, to } : null;
  const compare = (pair: { from: number; to: number }) =>
    void navigate({
      search: { tab: 'versions', ...pair },
      replace: compared !== null,
      resetScroll: false,
    });
  return (
    <div className={styles.columns}>
      <Loaded query={versions}>
        {(data) => (
          <div className={styles.side}>
            <ol className={styles.list} aria-label="Versions">
              {itemsOf(data).map(({ number, note, createdBy, createdAt }) => {
                const shown = compared?.to === number && compared.from === number - 1;
                return (
                  <li key={number} className={styles.version} data-shown={shown || undefined}>
                    <div className={common.line}>
                      <strong>Version {number}</strong>
                      {number === newest ? <Badge tone="good">takes calls now</Badge> : null}
                    </div>
                    {note ? <p>{note}</p> : null}
                    <p className={common.quiet}>
                      <Who actor={createdBy} /> <Time at={createdAt} />
                    </p>
                    <div className={common.line}>
                      {number > 1 ? (
                        <Button
                          size="small"
                          aria-pressed={shown}
                          onClick={() => compare({ from: number - 1, to: number })}
                        >
                          What changed
                        </Button>
                      ) : null}
                      {number === newest ? null : (
                        <Button
                          size="small"
                          kind="quiet"
                          onClick={() => compare({ from: number, to: newest })}
                        >
                          Compare with now
                        </Button>
                      )}
                      {mayManage && number !== newest ? (
                        <Button size="small" kind="quiet" onClick={() => setRestoring(number)}>
                          Restore
                        </Button>
                      ) : null}
                    </div>
                  </li>
                );
              })}
            </ol>
            <MoreButton query={versions} what="versions" />
          </div>
        )}
      </Loaded>
      {compared ? (
        <Comparison flowId={flowId} {...compared} />
      ) : (
        <p className={styles.none}>Choose a version to see what changed with it.</p>
      )}
      {restoring === null ? null : (
        <ConfirmDialog
          title={`Restore version ${restoring}?`}
          action={`Restore version ${restoring}`}
          kind="primary"
          onConfirm={async () => {
            const next = await restoreFlowVersion(flowId, restoring, newest);
            client.setQueryData(flowQuery(flowId).queryKey, next);
            await client.invalidateQueries({ queryKey: ['flows'] });
            notify(
              next.version === newest
                ? `The flow is like version ${restoring} already.`
                : `Version ${next.version} is like version ${restoring}; calls that begin from now on take it.`,
            );
          }}
          onClose={() => setRestoring(null)}
        >
          A new version {newest + 1} is made that equals it. Nothing is lost: version {newest} stays in this
          list, and calls in progress go on as they began.
        </ConfirmDialog>
      )}
    </div>
  );
}
