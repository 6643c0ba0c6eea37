import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Personality, PersonalityVersion } from '../../../../shared/api/personalities.ts';
import { itemsOf } from '../../../api/pages.ts';
import {
  personalityQuery,
  personalityVersionsQuery,
  restorePersonalityVersion,
} from '../../../api/personalities.ts';
import { Who } from '../../../components/Avatar.tsx';
import { Badge } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import common from '../../../components/common.module.css';
import { Loaded } from '../../../components/Loaded.tsx';
import { MoreButton } from '../../../components/MoreButton.tsx';
import { Time } from '../../../components/Time.tsx';
import { notify } from '../../../components/Toast.tsx';
import styles from '../../../components/VersionList.module.css';
import { useCan } from '../../../frame/useMe.ts';
import { Comparison } from './Comparison.tsx';

const route = getRouteApi('/frame/personalities/$id');

/** Every saved state of a personality: what changed, by whom and why, and the way back. */
export function Versions({ personality, unsaved }: { personality: Personality; unsaved: boolean }) {
  const { id, version: newest, name } = personality;
  const { from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const mayManage = useCan('voices:manage');
  const versions = useInfiniteQuery(personalityVersionsQuery(id));
  const [restoring, setRestoring] = useState<PersonalityVersion | null>(null);
  const compared = from && to ? { from, to } : null;
  const compare = (pair: { from: number; to: number }) =>
    navigate({ search: { tab: 'versions', ...pair }, replace: compared !== null, resetScroll: false });
  return (
    <div className={styles.columns}>
      <Loaded query={versions}>
        {(data) => (
          <div className={styles.side}>
            <ol className={styles.list} aria-label={`Versions of ${name}`}>
              {itemsOf(data).map((version) => {
                const { number } = version;
                const shown = compared?.to === number && compared.from === number - 1;
                return (
                  <li key={number} className={styles.version} data-shown={shown || undefined}>
                    <div className={common.line}>
                      <strong>Version {number}</strong>
                      {number === newest.number ? <Badge tone="good">answers now</Badge> : null}
                      {version.restoredFrom === null ? null : (
                        <Badge>equals version {version.restoredFrom}</Badge>
                      )}
                    </div>
                    {version.note ? <p>{version.note}</p> : null}
                    <p className={common.quiet}>
                      <Who actor={version.by} /> <Time at={version.at} />
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
                      {number === newest.number ? null : (
                        <Button
                          size="small"
                          kind="quiet"
                          onClick={() => compare({ from: number, to: newest.number })}
                        >
                          Compare with now
                        </Button>
                      )}
                      {mayManage && number !== newest.number ? (
                        <Button size="small" kind="quiet" onClick={() => setRestoring(version)}>
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
        <Comparison personalityId={id} {...compared} newest={newest.number} onChoose={compare} />
      ) : (
        <p className={styles.none}>Choose a version to see what changed with it.</p>
      )}
      {restoring ? (
        <ConfirmDialog
          title={`Restore version ${restoring.number}?`}
          action={`Restore version ${restoring.number}`}
          kind="primary"
          onConfirm={async () => {
            const next = await restorePersonalityVersion(id, restoring.number, newest.number);
            client.setQueryData(personalityQuery(id).queryKey, next);
            await client.invalidateQueries({ queryKey: ['personalities'] });
            notify(
              next.version.number === newest.number
                ? `${next.name} is like version ${restoring.number} already.`
                : `Version ${next.version.number} is like version ${restoring.number}; it answers from now on.`,
            );
          }}
          onClose={() => setRestoring(null)}
        >
          <p>
            A new version {newest.number + 1} is made that equals it, its name and voice included. Nothing is
            lost: version {newest.number} stays in this list
            {unsaved ? ', and what you have not saved stays on the screen' : ''}.
          </p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
