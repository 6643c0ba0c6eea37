import { useQuery } from '@tanstack/react-query';
import { Headphones } from 'lucide-react';
import type { Version } from '../../../shared/api/studio.ts';
import { peaksQuery } from '../../api/studio.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { Duration } from '../../components/Time.tsx';
import { Waveform } from '../../components/Waveform.tsx';
import { signed } from '../../format/signed.ts';
import { player } from '../../player/player.ts';
import { usePlayback } from '../../player/usePlayer.ts';
import styles from './CompareScene.module.css';

interface CompareTrackProps {
  version: Version;
  name: string;
  /** Blind: everything that tells which it is stays away. */
  hidden: boolean;
  active: boolean;
  /** The common time axis. */
  axisMs: number;
  gainDb: number;
  chosen: boolean;
  onChoose: (() => void) | null;
  onListen: () => void;
}

/** One of the compared sounds on the common time axis. */
export function CompareTrack(props: CompareTrackProps) {
  const { version, name, hidden, active } = props;
  const peaks = useQuery({ ...peaksQuery(version.id), enabled: version.audio !== null });
  const position = usePlayback();
  return (
    <li className={cx(styles.track, active && styles.active)}>
      <div className={styles.about}>
        <Button
          kind={active ? 'primary' : 'plain'}
          icon={<Headphones aria-hidden />}
          aria-pressed={active}
          onClick={props.onListen}
        >
          {name}
        </Button>
        {hidden ? null : <StatusBadge state={version.state} status={version.status} />}
        {hidden ? null : <span>{version.voice.name}</span>}
        {version.audio ? <Duration ms={version.audio.durationMs} /> : null}
        <span
          className={styles.hint}
          title="Turned down to the quietest, so that louder does not sound better"
        >
          {signed(props.gainDb, 'dB', 1)}
        </span>
        {props.chosen ? <Badge tone="good">Your choice</Badge> : null}
        {props.onChoose ? (
          <Button size="small" onClick={props.onChoose}>
            Choose {name}
          </Button>
        ) : null}
      </div>
      {peaks.data ? (
        <Waveform
          label={`Waveform of ${name}`}
          peaks={peaks.data.peaks}
          durationMs={peaks.data.durationMs}
          axisMs={props.axisMs}
          positionMs={position}
          height={72}
          onSeek={(ms) => player.seek(ms)}
        />
      ) : (
        <Skeleton height={72} />
      )}
    </li>
  );
}
