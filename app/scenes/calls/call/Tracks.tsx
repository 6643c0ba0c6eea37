import { useMemo } from 'react';
import type { CallDetail } from '../../../api/calls.ts';
import { Waveform } from '../../../components/Waveform.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { PlayButton } from '../../../player/PlayButton.tsx';
import styles from './Call.module.css';
import { axisOf, isSaid, markersOf, readPeaks } from './moments.ts';
import { useCursor } from './useCursor.ts';
import type { useReplay } from './useReplay.ts';

interface TracksProps {
  call: CallDetail;
  replay: ReturnType<typeof useReplay>;
}

const PARTIES = [
  { party: 'caller', name: 'Caller' },
  { party: 'agent', name: 'Agent' },
] as const;

/** Both parties on one axis: what sounded, who held the floor, what was not recorded, and what happened when. */
export function Tracks({ call, replay }: TracksProps) {
  const { recording, events } = call;
  const atMs = useCursor(call.id);
  const axisMs = axisOf(call);
  const peaks = useMemo(() => readPeaks(recording?.peaks ?? null), [recording]);
  const markers = useMemo(() => markersOf(events), [events]);
  const percent = (ms: number) => `${Math.min(100, Math.max(0, (100 * ms) / axisMs))}%`;
  const gaps = (recording?.gaps ?? []).map(({ fromMs, toMs, why }) => ({
    fromMs,
    toMs: toMs ?? axisMs,
    why,
  }));
  return (
    <section className={styles.tracks} aria-label="Timeline">
      <div className={styles.clock}>
        <PlayButton track={replay.track} what="the recording" />
        <span className="tabular">
          {formatDuration(atMs)} <span className={styles.total}>/ {formatDuration(axisMs)}</span>
        </span>
        {recording ? null : <span className={styles.total}>Nothing was recorded on this call.</span>}
      </div>
      {PARTIES.map(({ party, name }) => (
        <div key={party} className={styles.track}>
          <span className={styles.party}>{name}</span>
          <div className={styles.lane}>
            <Waveform
              label={`${name}, position in the call`}
              peaks={peaks[party]}
              durationMs={axisMs}
              positionMs={atMs}
              onSeek={replay.goTo}
              markers={party === 'caller' ? markers : []}
              onMarker={(id) => replay.goTo(events[Number(id)]?.atMs ?? 0)}
              height={44}
            />
            {gaps.map(({ fromMs, toMs, why }) => (
              <div
                key={fromMs}
                className={styles.gap}
                title={`Not recorded: ${why}`}
                style={{ left: percent(fromMs), width: percent(toMs - fromMs) }}
              />
            ))}
            <div className={styles.blocks} aria-hidden>
              {events.map((event, index) =>
                isSaid(event) && (event.kind === 'heard') === (party === 'caller') ? (
                  <div
                    // biome-ignore lint/suspicious/noArrayIndexKey: what was kept does not change
                    key={index}
                    className={styles.block}
                    data-party={event.kind === 'spoken' && event.source.kind === 'person' ? 'person' : party}
                    data-broken={(event.kind === 'spoken' && !event.whole) || undefined}
                    style={{
                      left: percent(event.atMs),
                      width: percent(Math.max(axisMs / 400, event.endMs - event.atMs)),
                    }}
                  />
                ) : null,
              )}
            </div>
          </div>
        </div>
      ))}
      {gaps.length > 0 ? (
        <p className={styles.total}>
          Hatched parts were not recorded: {[...new Set(gaps.map(({ why }) => why))].join('; ')}.
        </p>
      ) : null}
    </section>
  );
}
