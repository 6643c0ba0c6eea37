import { Link } from '@tanstack/react-router';
import { LoaderCircle, Pause, Play, Repeat, X } from 'lucide-react';
import { cx } from '../components/cx.ts';
import { IconButton } from '../components/IconButton.tsx';
import { ProblemMessage } from '../components/ProblemMessage.tsx';
import { StatusBadge } from '../components/StatusBadge.tsx';
import { Waveform } from '../components/Waveform.tsx';
import { formatDuration } from '../format/duration.ts';
import styles from './Dock.module.css';
import { DownloadMenu } from './DownloadMenu.tsx';
import { player } from './player.ts';
import { SPEEDS } from './playerState.ts';
import type { Track } from './tracks.ts';
import { usePlayback, usePlayer } from './usePlayer.ts';

/** The moving part: waveform and position. Alone, so that only this is drawn again on every frame. */
function Progress() {
  const { peaks, active, durationMs, range } = usePlayer();
  const positionMs = usePlayback() ?? 0;
  return (
    <>
      <span className={styles.time}>
        {formatDuration(positionMs)} <span className={styles.total}>/ {formatDuration(durationMs ?? 0)}</span>
      </span>
      <Waveform
        className={styles.wave}
        label="Position"
        peaks={peaks?.[active] ?? []}
        durationMs={durationMs ?? 1}
        positionMs={positionMs}
        range={range}
        onSeek={(ms) => player.seek(ms)}
        onRange={durationMs === null ? undefined : (next) => player.setRange(next)}
        height={32}
      />
    </>
  );
}

function What({ track }: { track: Track }) {
  const { version } = track;
  return (
    <div className={styles.what}>
      {version ? (
        <Link to="/scripts/$scriptId" params={{ scriptId: version.scriptId }} className={styles.title}>
          {track.title}
        </Link>
      ) : (
        <span className={styles.title}>{track.title}</span>
      )}
      <span className={styles.sub}>
        {track.subtitle}
        {version ? <StatusBadge state={version.state} status={version.status} /> : null}
      </span>
    </div>
  );
}

/** Which of several tracks is heard, with how far each was turned down. */
function Switch() {
  const { tracks, active, gainsDb } = usePlayer();
  return (
    <fieldset className={styles.switch}>
      <legend className="visuallyHidden">Heard track</legend>
      {tracks.map((track, index) => {
        const gain = gainsDb[index] ?? 0;
        const turned = gain < -0.05 ? `, turned down ${Math.abs(gain).toFixed(1)} dB` : '';
        return (
          <button
            key={track.key}
            type="button"
            aria-pressed={index === active}
            aria-label={`${track.title}, ${track.subtitle}${turned}`}
            title={`${track.subtitle}${turned}`}
            className={styles.choice}
            onClick={() => player.switchTo(index)}
          >
            {track.version ? `v${track.version.number}` : 'ABCD'[index]}
          </button>
        );
      })}
    </fieldset>
  );
}

/** The player at the foot of the app, once something was played. */
export function Dock() {
  const { tracks, active, playing, loading, speed, loop, problem } = usePlayer();
  const track = tracks[active];
  if (!track) return null;
  return (
    <section className={styles.dock} aria-label="Player">
      {problem ? <ProblemMessage error={problem} onRetry={() => void player.play(track)} /> : null}
      <div className={cx(styles.row, tracks.length > 1 && styles.several)}>
        <IconButton
          kind="primary"
          className={styles.play}
          label={playing ? 'Pause' : 'Play'}
          keys="Space"
          aria-busy={loading || undefined}
          icon={loading && playing ? <LoaderCircle /> : playing ? <Pause /> : <Play />}
          onClick={() => player.togglePlaying()}
        />
        <What track={track} />
        {tracks.length > 1 ? <Switch /> : null}
        <Progress />
        <div className={styles.tools}>
          <label className={styles.speed}>
            <span className="visuallyHidden">Speed</span>
            <select value={speed} onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}>
              {SPEEDS.map((value) => (
                <option key={value} value={value}>
                  {value}×
                </option>
              ))}
            </select>
          </label>
          <IconButton
            label="Loop"
            icon={<Repeat />}
            aria-pressed={loop}
            onClick={() => player.setLoop(!loop)}
          />
          <DownloadMenu track={track} />
          <IconButton label="Close player" icon={<X />} onClick={() => player.close()} />
        </div>
      </div>
    </section>
  );
}
