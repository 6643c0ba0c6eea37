import { type ReactNode, useEffect, useRef } from 'react';
import type { CallEvent, CallEventOf } from '../../shared/calls/timeline.ts';
import { isUnwritten } from '../../shared/calls/unwritten.ts';
import styles from './CallPanel.module.css';
import { heardLines } from './heardLines.ts';

const TRANSFER: Record<CallEventOf<'transfer'>['state'], string> = {
  asked: 'Putting you through',
  waiting: 'Waiting for a person',
  joined: 'A person is on the line',
  nobody: 'Nobody took the call',
  failed: 'The transfer failed',
};
const PERSON: Record<CallEventOf<'person'>['state'], string> = {
  listens: 'listens in',
  whispers: 'advises',
  'took-over': 'took over',
  left: 'left',
};

/** What happened beside the words, in a few of them; null: nothing to tell a caller. */
function noteOf(event: CallEvent): string | null {
  switch (event.kind) {
    case 'step':
      return event.title;
    case 'tool':
      return event.ok ? event.title : `${event.title}: failed`;
    case 'collected':
      return `${event.name}: ${event.value}`;
    case 'transfer':
      return TRANSFER[event.state];
    case 'recording':
      return event.state === 'paused'
        ? `Recording paused: ${event.why}`
        : event.state === 'resumed'
          ? 'Recording goes on'
          : null;
    case 'person':
      return `${event.actor.name} ${PERSON[event.state]}`;
    case 'trouble':
      return event.detail;
    default:
      return null;
  }
}

/** What the agent said: what was heard of it, and what was not. */
function Spoken({ event: { text, heard, whole } }: { event: CallEventOf<'spoken'> }) {
  const rest = whole ? '' : text.slice(heard.length).trim();
  return (
    <p>
      {whole ? text : heard}
      {rest ? (
        <>
          <span className="visuallyHidden"> Not heard any more:</span> <s>{rest}</s>
        </>
      ) : null}
    </p>
  );
}

const keysOf = (text: string) => [...text].join(' ');

function lineOf(event: CallEvent): ReactNode {
  if ((event.kind === 'spoken' || event.kind === 'heard') && isUnwritten(event)) {
    const who = event.kind === 'spoken' && event.source.kind === 'person' ? event.source.actor.name : 'You';
    return <p className={styles.note}>{who} spoke: not written down</p>;
  }
  if (event.kind === 'spoken')
    return (
      <div className={styles.agent}>
        <span>{event.source.kind === 'person' ? event.source.actor.name : 'Agent'}</span>
        <Spoken event={event} />
      </div>
    );
  if (event.kind === 'heard')
    return (
      <div className={styles.me}>
        <span>{event.keys ? 'You, by keys' : 'You'}</span>
        <p>{event.secret ? '•••' : event.keys ? keysOf(event.text) : event.text}</p>
      </div>
    );
  const note = noteOf(event);
  return note === null ? null : (
    <p className={styles.note} data-trouble={event.kind === 'trouble' || undefined}>
      {note}
    </p>
  );
}

/** What was said on a call and happened beside, newest last and in sight. */
export function Transcript({ events, interim }: { events: readonly CallEvent[]; interim: string }) {
  const log = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is what it follows
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [events.length, interim]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
    <div ref={log} className={styles.transcript} role="log" aria-label="What is said" tabIndex={0}>
      <ol>
        {heardLines(events).map((event, index) => {
          const line = lineOf(event);
          // biome-ignore lint/suspicious/noArrayIndexKey: only the last line ever changes
          return line === null ? null : <li key={index}>{line}</li>;
        })}
        {interim ? (
          <li className={styles.interim} aria-hidden>
            <div className={styles.me}>
              <span>You</span>
              <p>{interim}…</p>
            </div>
          </li>
        ) : null}
      </ol>
    </div>
  );
}
