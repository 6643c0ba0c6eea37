import { memo, useCallback, useEffect, useRef } from 'react';
import type { CallEvent } from '../../../../shared/calls/timeline.ts';
import type { CallDetail } from '../../../api/calls.ts';
import { formatDuration, spokenDuration } from '../../../format/duration.ts';
import { useIsPlaying } from '../../../player/usePlayer.ts';
import { EventLine } from '../timeline/EventLine.tsx';
import { intentInWords, MoodBadge } from '../timeline/looks.tsx';
import styles from './Call.module.css';
import { lineAt } from './moments.ts';
import { useCursor } from './useCursor.ts';
import type { useReplay } from './useReplay.ts';

interface CallTranscriptProps {
  call: CallDetail;
  replay: ReturnType<typeof useReplay>;
}

const Line = memo(function Line({
  event,
  current,
  onGo,
}: {
  event: CallEvent;
  current: boolean;
  onGo: (ms: number) => void;
}) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const box = line.current?.parentElement;
    if (!current || !line.current || !box) return;
    // Within its box alone: the page itself stays where it is.
    const top = line.current.offsetTop - box.offsetTop;
    if (top < box.scrollTop || top + line.current.offsetHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = top - box.clientHeight / 3;
  }, [current]);
  return (
    <li ref={line} aria-current={current ? 'true' : undefined} className={styles.line}>
      <button
        type="button"
        className={styles.at}
        aria-label={`Go to ${spokenDuration(event.atMs)}`}
        onClick={() => onGo(event.atMs)}
      >
        {formatDuration(event.atMs)}
      </button>
      {event.kind === 'turn' ? (
        <p className={styles.turn}>
          <span>Understood: {intentInWords(event.intent)}</span>
          {event.sentiment.label === 'neutral' ? null : <MoodBadge mood={event.sentiment} />}
        </p>
      ) : (
        <EventLine event={event} />
      )}
    </li>
  );
});

/** What was said and happened, line by line; the line at the playhead stands out and stays in sight. */
export function CallTranscript({ call, replay }: CallTranscriptProps) {
  const atMs = useCursor(call.id);
  const playing = useIsPlaying(replay.track);
  const now = lineAt(call.events, atMs);
  const latest = useRef({ replay, playing });
  latest.current = { replay, playing };
  const onGo = useCallback((ms: number) => {
    const { replay: now, playing: goesOn } = latest.current;
    if (goesOn) now.goTo(ms);
    else now.playFrom(ms);
  }, []);
  return (
    <section className={styles.transcript} aria-label="Transcript">
      <h2>What was said</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <ol className={styles.lines} tabIndex={0}>
        {call.events.map((event, index) =>
          event.kind === 'answered' ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was kept does not change
            <Line key={index} event={event} current={event === now} onGo={onGo} />
          ),
        )}
      </ol>
    </section>
  );
}
