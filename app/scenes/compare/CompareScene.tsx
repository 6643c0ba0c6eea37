import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Columns2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Version } from '../../../shared/api/studio.ts';
import { comparisonQuery } from '../../api/studio.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { notify } from '../../components/Toast.tsx';
import { player } from '../../player/player.ts';
import { versionTrack } from '../../player/tracks.ts';
import { usePlayer } from '../../player/usePlayer.ts';
import { blindNames, shuffled } from './blind.ts';
import styles from './CompareScene.module.css';
import { CompareTrack } from './CompareTrack.tsx';
import { Differences } from './Differences.tsx';

const route = getRouteApi('/frame/compare');

/** Whether the keys belong to something that is being typed in. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select') !== null;

function Comparing({ ids, blind }: { ids: string[]; blind: boolean }) {
  const navigate = route.useNavigate();
  const comparison = useQuery(comparisonQuery(ids));
  const [order, setOrder] = useState(() => (blind ? shuffled(ids) : ids));
  const [vote, setVote] = useState<string | null>(null);
  const hidden = blind && vote === null;
  const { active, matched, gainsDb, playing } = usePlayer();

  const versions = useMemo(() => {
    const byId = new Map(comparison.data?.versions.map((version) => [version.id, version]));
    return order.map((id) => byId.get(id)).filter((version): version is Version => version !== undefined);
  }, [comparison.data, order]);

  useEffect(() => {
    const tracks = versions.map(versionTrack).filter((track) => track !== null);
    if (tracks.length === 0) return;
    const names = blindNames(tracks.length);
    void player.load(
      hidden
        ? tracks.map((track, index) => ({
            ...track,
            title: `Sound ${names[index]}`,
            subtitle: 'Blind',
            version: undefined,
          }))
        : tracks,
    );
  }, [versions, hidden]);

  useEffect(() => {
    const switchByKey = (event: KeyboardEvent) => {
      const index = Number(event.key) - 1;
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (!(index >= 0 && index < versions.length)) return;
      event.preventDefault();
      player.switchTo(index);
    };
    window.addEventListener('keydown', switchByKey);
    return () => window.removeEventListener('keydown', switchByKey);
  }, [versions.length]);

  if (comparison.error)
    return <ProblemMessage error={comparison.error} onRetry={() => comparison.refetch()} />;
  if (!comparison.data) return <Skeleton height={96} count={ids.length} />;

  const setBlind = (on: boolean) => {
    player.pause();
    setVote(null);
    setOrder(on ? shuffled(ids) : ids);
    void navigate({ search: (before) => ({ ...before, blind: on ? 'on' : undefined }), replace: true });
  };
  const names = blindNames(versions.length);
  const axisMs = Math.max(1, ...versions.map((version) => version.audio?.durationMs ?? 0));
  return (
    <div className={styles.compare}>
      <div className={styles.tools}>
        <Button kind="primary" onClick={() => player.togglePlaying()}>
          {playing ? 'Pause' : 'Play'} <Kbd>Space</Kbd>
        </Button>
        <Checkbox
          label="Match loudness"
          checked={matched}
          onChange={(event) => player.setMatched(event.currentTarget.checked)}
        />
        <Checkbox
          label="Blind: hide which is which until I choose"
          checked={blind}
          onChange={(event) => setBlind(event.currentTarget.checked)}
        />
        <p className={styles.hint}>
          <span className={styles.byKeys}>
            <Kbd>1</Kbd>–<Kbd>{String(versions.length)}</Kbd> switch while it plays
          </span>
          <span className={styles.byTouch}>Tap a name to switch while it plays.</span>
        </p>
      </div>
      <ol className={styles.tracks}>
        {versions.map((version, index) => (
          <CompareTrack
            key={version.id}
            version={version}
            name={blind ? `Sound ${names[index]}` : `Version ${version.number}`}
            hidden={hidden}
            active={active === index}
            axisMs={axisMs}
            gainDb={matched ? (gainsDb[index] ?? 0) : 0}
            chosen={vote === version.id}
            onChoose={
              hidden
                ? () => {
                    setVote(version.id);
                    notify(`You chose version ${version.number}.`);
                  }
                : null
            }
            onListen={() => player.switchTo(index)}
          />
        ))}
      </ol>
      {hidden ? (
        <p className={styles.hint}>
          Choose the one you prefer; then you see what they are and how they differ.
        </p>
      ) : (
        <Differences comparison={comparison.data} />
      )}
    </div>
  );
}

/** Two to four versions under one playhead, at equal loudness. */
export function CompareScene() {
  const { ids: list = '', blind } = route.useSearch();
  const ids = list.split(',').filter(Boolean).slice(0, 4);
  return (
    <Scene title="Compare" width="full">
      {ids.length < 2 ? (
        <EmptyState
          icon={<Columns2 />}
          title="Choose what to compare"
          action={
            <Link to="/projects" className={styles.link}>
              Go to the scripts
            </Link>
          }
        >
          Open a script and select two to four of its versions.
        </EmptyState>
      ) : (
        <Comparing key={list} ids={ids} blind={blind === 'on'} />
      )}
    </Scene>
  );
}
