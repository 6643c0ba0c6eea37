import { Link } from '@tanstack/react-router';
import type { Version } from '../../../shared/api/studio.ts';
import common from '../../components/common.module.css';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { Duration } from '../../components/Time.tsx';
import { PlayButton } from '../../player/PlayButton.tsx';
import { versionTrack } from '../../player/tracks.ts';
import styles from './BatchScene.module.css';

/** What came of one script of a batch. */
export function BatchRow({ version }: { version: Version }) {
  return (
    <li className={styles.row} data-state={version.state}>
      <PlayButton
        track={versionTrack(version)}
        what={`${version.scriptTitle}, version ${version.number}`}
        size="small"
      />
      <div className={styles.about}>
        <Link to="/scripts/$scriptId" params={{ scriptId: version.scriptId }} className={styles.title}>
          {version.scriptTitle}
        </Link>
        <p className={common.quiet}>
          Version {version.number} · {version.voice.name}
          {version.audio ? (
            <>
              {' · '}
              <Duration ms={version.audio.durationMs} />
            </>
          ) : null}
        </p>
        {version.failure ? <p className={styles.failure}>{version.failure.message}</p> : null}
      </div>
      {version.state === 'generating' ? (
        <progress
          className={styles.own}
          value={version.progress}
          aria-label={`Progress of ${version.scriptTitle}`}
        />
      ) : null}
      <StatusBadge state={version.state} status={version.status} />
    </li>
  );
}
