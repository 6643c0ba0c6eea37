import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ellipsis, Eye, RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import type { Version } from '../../../shared/api/studio.ts';
import { versionAudioUrl } from '../../api/audio.ts';
import { sameIntent } from '../../api/sameIntent.ts';
import { cancelVersion, changeStatus, peaksQuery, retryVersion } from '../../api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { ChecksBadge } from '../../components/ChecksBadge.tsx';
import common from '../../components/common.module.css';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/Menu.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { StandInNote } from '../../components/StandInNote.tsx';
import { LiveBadge, StatusBadge } from '../../components/StatusBadge.tsx';
import { Duration, Time } from '../../components/Time.tsx';
import { notify, notifyProblem } from '../../components/Toast.tsx';
import { Waveform } from '../../components/Waveform.tsx';
import { changesInWords } from '../../format/changesInWords.ts';
import { PlayButton } from '../../player/PlayButton.tsx';
import { player } from '../../player/player.ts';
import { versionTrack } from '../../player/tracks.ts';
import { usePlayback } from '../../player/usePlayer.ts';
import styles from './VersionRow.module.css';

interface VersionRowProps {
  version: Version;
  selected: boolean;
  /** Null: no more can be selected. */
  onSelect: ((selected: boolean) => void) | null;
  mayGenerate: boolean;
  maySubmit: boolean;
  onSpokenAs: (version: Version) => void;
}

/** Shows the sound, or while there is none yet how far it is or why it failed. */
function Sound({ version }: { version: Version }) {
  const track = versionTrack(version);
  const position = usePlayback(track?.key ?? '');
  const peaks = useQuery({ ...peaksQuery(version.id), enabled: version.audio !== null });
  if (version.state === 'failed') return <p className={styles.failure}>{version.failure?.message}</p>;
  if (version.state === 'cancelled') return <p className={common.quiet}>Stopped before it was finished.</p>;
  if (!version.audio) {
    return (
      <progress
        className={styles.progress}
        value={version.state === 'queued' ? undefined : version.progress}
        aria-label={`Progress of version ${version.number}`}
      />
    );
  }
  if (!peaks.data) return <Skeleton height={40} />;
  return (
    <Waveform
      label={`Waveform of version ${version.number}`}
      peaks={peaks.data.peaks}
      durationMs={peaks.data.durationMs}
      positionMs={position}
      height={40}
      onSeek={(fromMs) => track && void player.play(track, { fromMs })}
    />
  );
}

/** One version in the timeline: what it sounds like, where it stands, what changed, and what can be done. */
export function VersionRow({
  version,
  selected,
  onSelect,
  mayGenerate,
  maySubmit,
  onSpokenAs,
}: VersionRowProps) {
  const move = useMutation({
    mutationFn: (to: 'in_review' | 'archived') => changeStatus(version.id, { to }),
    onSuccess: (_, to) =>
      notify(
        to === 'in_review'
          ? `Version ${version.number} is in review.`
          : `Version ${version.number} is archived.`,
      ),
    onError: notifyProblem,
  });
  const cancel = useMutation({ mutationFn: () => cancelVersion(version.id), onError: notifyProblem });
  const [once] = useState(sameIntent);
  const again = () => once(version.id, (key) => retryVersion(version.id, key));
  const retry = useMutation({ mutationFn: again, onError: notifyProblem });
  const working = version.state === 'queued' || version.state === 'generating';
  const ready = version.state === 'ready';
  return (
    <li className={cx(styles.row, selected && styles.selected)} data-version={version.number}>
      <input
        type="checkbox"
        className={styles.select}
        aria-label={`Select version ${version.number} to compare`}
        checked={selected}
        disabled={!ready || (!selected && !onSelect)}
        onChange={(event) => onSelect?.(event.currentTarget.checked)}
      />
      <PlayButton track={versionTrack(version)} what={`version ${version.number}`} />
      <div className={styles.about}>
        <p className={common.line}>
          <strong>Version {version.number}</strong>
          <StatusBadge state={version.state} status={version.status} />
          {version.audio ? <Duration ms={version.audio.durationMs} /> : null}
          <StandInNote standIn={version.standIn} />
          <Link
            to="/review/$versionId"
            params={{ versionId: version.id }}
            className={styles.checks}
            aria-label={`Checks of version ${version.number}`}
          >
            <ChecksBadge checks={version.checks} />
          </Link>
          {version.live.map((place) => (
            <LiveBadge key={`${place.channel}/${place.slot}`} where={`${place.channel} / ${place.slot}`} />
          ))}
        </p>
        <p className={common.quiet}>
          {changesInWords(version)}
          {version.note ? ` · “${version.note}”` : ''}
          {version.dictionaryVersion === null ? '' : ` · dictionary ${version.dictionaryVersion}`}
        </p>
        <p className={common.quiet}>
          {version.voice.name} · <Who actor={version.createdBy} /> · <Time at={version.createdAt} />
          {version.openCommentCount > 0
            ? ` · ${version.openCommentCount} open ${version.openCommentCount === 1 ? 'comment' : 'comments'}`
            : ''}
        </p>
      </div>
      <div className={styles.sound}>
        <Sound version={version} />
      </div>
      <div className={styles.actions}>
        {working && mayGenerate ? (
          <IconButton
            label={`Stop version ${version.number}`}
            icon={<Square />}
            disabled={cancel.isPending}
            onClick={() => cancel.mutate()}
          />
        ) : null}
        {(version.state === 'failed' || version.state === 'cancelled') && mayGenerate ? (
          <Button
            size="small"
            icon={<RotateCcw aria-hidden />}
            busy={retry.isPending}
            onClick={() => retry.mutate()}
          >
            Try again
          </Button>
        ) : null}
        {ready && version.status === 'draft' && maySubmit ? (
          <Button
            size="small"
            icon={<Eye aria-hidden />}
            busy={move.isPending}
            onClick={() => move.mutate('in_review')}
          >
            Send to review
          </Button>
        ) : null}
        {ready ? (
          <Menu trigger={<IconButton label={`More for version ${version.number}`} icon={<Ellipsis />} />}>
            <MenuItem asChild>
              <Link to="/review/$versionId" params={{ versionId: version.id }}>
                Open in review
              </Link>
            </MenuItem>
            {mayGenerate ? (
              <MenuItem onSelect={() => onSpokenAs(version)}>Use its voice and settings</MenuItem>
            ) : null}
            <MenuLine />
            {(['wav', 'mp3', 'opus'] as const).map((format) => (
              <MenuItem key={format} asChild>
                <a
                  href={versionAudioUrl(version.id, format)}
                  download={`${version.scriptTitle} ${version.number}.${format}`}
                >
                  Download {format.toUpperCase()}
                </a>
              </MenuItem>
            ))}
            {maySubmit &&
            version.live.length === 0 &&
            (version.status === 'draft' || version.status === 'approved') ? (
              <>
                <MenuLine />
                <MenuItem onSelect={() => move.mutate('archived')}>Archive</MenuItem>
              </>
            ) : null}
          </Menu>
        ) : null}
      </div>
    </li>
  );
}
