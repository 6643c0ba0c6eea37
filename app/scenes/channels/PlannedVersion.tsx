import { Link } from '@tanstack/react-router';
import type { VersionRef } from '../../../shared/api/channels.ts';
import { approvedTrack } from '../../player/liveTrack.ts';
import { PlayButton } from '../../player/PlayButton.tsx';

/** What a plan makes heard: to be played, and to be opened. */
export function PlannedVersion({ version }: { version: VersionRef }) {
  const name = `${version.scriptTitle}, version ${version.number}`;
  return (
    <>
      <PlayButton track={approvedTrack(version)} what={name} size="small" />{' '}
      <Link to="/review/$versionId" params={{ versionId: version.id }}>
        {name}
      </Link>
    </>
  );
}
