import { spokenDuration } from '../format/duration.ts';
import { cx } from './cx.ts';
import styles from './WaveformMarkers.module.css';

export interface WaveformMarker {
  id: string;
  startMs: number;
  /** Absent: a point in time. */
  endMs?: number | null;
  label: string;
  done?: boolean;
  /** Something is wrong here. */
  tone?: 'bad';
}

/** Pins nearer than this lie on each other, so they share one; also the least size of a target. */
const PIN_PX = 24;

/** Markers whose pins would cover each other, under the first of them. */
function groupNear(
  markers: readonly WaveformMarker[],
  msPerPx: number,
): [WaveformMarker, ...WaveformMarker[]][] {
  const groups: [WaveformMarker, ...WaveformMarker[]][] = [];
  for (const marker of [...markers].sort((a, b) => a.startMs - b.startMs)) {
    const last = groups.at(-1);
    if (last && marker.startMs - last[0].startMs < PIN_PX * msPerPx) last.push(marker);
    else groups.push([marker]);
  }
  return groups;
}

interface WaveformMarkersProps {
  markers: readonly WaveformMarker[];
  /** Length of the time axis. */
  axisMs: number;
  widthPx: number;
  onMarker?: (id: string) => void;
}

/** Pins over a waveform, each with the span that it speaks of. */
export function WaveformMarkers({ markers, axisMs, widthPx, onMarker }: WaveformMarkersProps) {
  if (axisMs <= 0 || widthPx <= 0) return null;
  const percent = (ms: number) => `${Math.min(100, Math.max(0, (100 * ms) / axisMs))}%`;
  return (
    <>
      {markers.map((marker) =>
        marker.endMs ? (
          <div
            key={marker.id}
            className={cx(styles.span, marker.done && styles.done, marker.tone && styles[marker.tone])}
            style={{ left: percent(marker.startMs), width: percent(marker.endMs - marker.startMs) }}
          />
        ) : null,
      )}
      {groupNear(markers, axisMs / widthPx).map((group) => {
        const words = group.map((one) => one.label).join('\n');
        return (
          <button
            key={group[0].id}
            type="button"
            className={cx(
              styles.pin,
              group.every((one) => one.done) && styles.done,
              group.some((one) => one.tone === 'bad') && styles.bad,
            )}
            style={{ left: percent(group[0].startMs) }}
            aria-label={`${words}, at ${spokenDuration(group[0].startMs)}`}
            title={words}
            onClick={() => onMarker?.(group[0].id)}
          >
            <span className={cx(styles.dot, group.length > 1 && styles.many)} aria-hidden>
              {group.length > 1 ? group.length : null}
            </span>
          </button>
        );
      })}
    </>
  );
}
