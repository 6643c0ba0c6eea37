import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formatDuration, spokenDuration } from '../format/duration.ts';
import { cx } from './cx.ts';
import styles from './Waveform.module.css';
import { type WaveformMarker, WaveformMarkers } from './WaveformMarkers.tsx';

interface Range {
  startMs: number;
  endMs: number;
}

interface WaveformProps {
  /** What is shown, for screen readers. */
  label: string;
  /** Largest absolute sample of each equal span, 0 to 1. */
  peaks: readonly number[];
  durationMs: number;
  /** Length of the time axis, when it is longer than the sound (several waveforms under each other). */
  axisMs?: number;
  /** Where the playhead stands; null shows none. */
  positionMs?: number | null;
  onSeek?: (positionMs: number) => void;
  range?: Range | null;
  /** Given: dragging marks a range, `[` and `]` set its ends, Escape clears it. */
  onRange?: (range: Range | null) => void;
  markers?: readonly WaveformMarker[];
  onMarker?: (id: string) => void;
  /** In pixels. */
  height?: number;
  className?: string;
}

const BAR_PX = 3;
const DRAG_PX = 4;

/** The bars as one path in a box of `bars` × 2, and how many there are. */
function drawBars(peaks: readonly number[], widthPx: number): { path: string; bars: number } {
  const bars = Math.max(1, Math.floor(widthPx / BAR_PX));
  const loudest = Math.max(0.05, ...peaks);
  let path = '';
  for (let bar = 0; bar < bars; bar++) {
    const from = Math.floor((bar * peaks.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / bars));
    let peak = 0;
    for (let i = from; i < to; i++) peak = Math.max(peak, peaks[i] ?? 0);
    const half = Math.max(0.02, (0.96 * peak) / loudest);
    path += `M${bar + 0.17} ${(1 - half).toFixed(3)}h.66v${(2 * half).toFixed(3)}h-.66z`;
  }
  return { path, bars };
}

/** A waveform: shows where the playhead is, seeks by click and arrow keys, marks ranges by drag and by keys. */
export function Waveform({
  label,
  peaks,
  durationMs,
  axisMs = durationMs,
  positionMs = null,
  onSeek,
  range = null,
  onRange,
  markers = [],
  onMarker,
  height = 48,
  className,
}: WaveformProps) {
  const element = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(300);
  const drag = useRef<{ startX: number; startMs: number; moved: boolean } | null>(null);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidthPx(entry.contentRect.width));
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, []);

  const share = axisMs > 0 ? durationMs / axisMs : 1;
  const { path, bars } = useMemo(() => drawBars(peaks, widthPx * share), [peaks, widthPx, share]);
  const percent = (ms: number) => `${axisMs > 0 ? Math.min(100, Math.max(0, (100 * ms) / axisMs)) : 0}%`;
  const played = positionMs === null ? 0 : Math.min(1, positionMs / Math.max(1, durationMs));
  const interactive = onSeek !== undefined;

  const timeAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.round(Math.min(durationMs, Math.max(0, ((event.clientX - box.left) / box.width) * axisMs)));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { startX: event.clientX, startMs: timeAt(event), moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const current = drag.current;
    if (!current) return;
    if (Math.abs(event.clientX - current.startX) > DRAG_PX) current.moved = true;
    if (!current.moved) return;
    const nowMs = timeAt(event);
    if (onRange)
      onRange({ startMs: Math.min(current.startMs, nowMs), endMs: Math.max(current.startMs, nowMs) });
    else onSeek?.(nowMs);
  };
  const onPointerUp = (event: PointerEvent) => {
    const current = drag.current;
    drag.current = null;
    if (!current || current.moved) return;
    if (range) onRange?.(null);
    onSeek?.(timeAt(event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = positionMs ?? 0;
    const stepMs = event.shiftKey ? 100 : 1000;
    const endOfRange = range?.endMs ?? durationMs;
    if (event.key === 'ArrowRight') onSeek?.(Math.min(durationMs, at + stepMs));
    else if (event.key === 'ArrowLeft') onSeek?.(Math.max(0, at - stepMs));
    else if (event.key === 'Home') onSeek?.(0);
    else if (event.key === 'End') onSeek?.(durationMs);
    else if (event.key === '[' && onRange)
      onRange({ startMs: Math.round(at), endMs: Math.max(at, endOfRange) });
    else if (event.key === ']' && onRange)
      onRange({ startMs: Math.min(range?.startMs ?? 0, at), endMs: Math.round(at) });
    else if (event.key === 'Escape' && range && onRange) onRange(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={cx(styles.waveform, className)} style={{ height }}>
      <div
        ref={element}
        className={cx(styles.axis, interactive && styles.interactive)}
        {...(interactive
          ? {
              role: 'slider',
              tabIndex: 0,
              'aria-label': onRange ? `${label}. Square brackets mark a range` : label,
              'aria-valuemin': 0,
              'aria-valuemax': Math.round(durationMs),
              'aria-valuenow': Math.round(positionMs ?? 0),
              'aria-valuetext': `${spokenDuration(positionMs ?? 0)} of ${spokenDuration(durationMs)}`,
              onPointerDown,
              onPointerMove,
              onPointerUp,
              onPointerCancel: () => {
                drag.current = null;
              },
              onKeyDown,
            }
          : { role: 'img', 'aria-label': label })}
      >
        <svg
          viewBox={`0 0 ${bars} 2`}
          preserveAspectRatio="none"
          className={styles.bars}
          style={{ width: `${share * 100}%` }}
          aria-hidden="true"
        >
          <path d={path} className={styles.wave} />
          {played > 0 ? (
            <path
              d={path}
              className={styles.played}
              style={{ clipPath: `inset(0 ${(1 - played) * 100}% 0 0)` }}
            />
          ) : null}
        </svg>
        {range ? (
          <div
            className={styles.range}
            style={{ left: percent(range.startMs), width: percent(range.endMs - range.startMs) }}
            title={`${formatDuration(range.startMs)} – ${formatDuration(range.endMs)}`}
          />
        ) : null}
        {positionMs === null ? null : (
          <div className={styles.playhead} style={{ left: percent(positionMs) }} />
        )}
      </div>
      <WaveformMarkers markers={markers} axisMs={axisMs} widthPx={widthPx} onMarker={onMarker} />
    </div>
  );
}
