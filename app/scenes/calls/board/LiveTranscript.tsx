import { useLayoutEffect, useRef } from 'react';
import type { LiveWords } from '../../../../shared/api/calls/board.ts';
import type { CallEvent } from '../../../../shared/calls/timeline.ts';
import { EventLine } from '../timeline/EventLine.tsx';
import styles from './Board.module.css';

/** So near the end counts as reading the end. */
const NEAR_PX = 64;

/** What is said on a call as it is said; it follows the end while the end is in sight. */
export function LiveTranscript({ events, words }: { events: readonly CallEvent[]; words: LiveWords | null }) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const interim = words?.interim ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is what it follows
  useLayoutEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [events.length, interim]);
  return (
    <div
      ref={box}
      className={styles.transcript}
      role="log"
      aria-label="What is said"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      }}
    >
      <ol className={styles.lines}>
        {events.map((event, index) =>
          event.kind === 'turn' || event.kind === 'answered' ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added at the end
            <li key={index}>
              <EventLine event={event} />
            </li>
          ),
        )}
        {interim ? (
          <li className={styles.interim} aria-hidden>
            <EventLine
              event={{
                kind: 'heard',
                atMs: 0,
                endMs: 0,
                text: `${interim}…`,
                confidence: null,
                engineId: null,
                keys: false,
                secret: false,
              }}
            />
          </li>
        ) : null}
      </ol>
    </div>
  );
}
