import type { ReactNode } from 'react';
import type { CallEvent, CallEventOf } from '../../../../shared/calls/timeline.ts';
import { isUnwritten } from '../../../../shared/calls/unwritten.ts';
import styles from './Timeline.module.css';
import { noteOf, redactionsIn, speakerOf, toneOf, unheardOf } from './wordsOf.ts';

/** A text in which what was taken out can be seen as such. */
export function Redacted({ text }: { text: string }) {
  return redactionsIn(text).map(({ text: piece, redacted, at }) =>
    redacted ? (
      <span key={at} className={styles.redacted} title="Personal data that was taken out">
        {piece}
      </span>
    ) : (
      piece
    ),
  );
}

/** What was said to a caller: what was heard of it, and what was not. */
function Spoken({ event }: { event: CallEventOf<'spoken'> }) {
  const rest = unheardOf(event);
  return (
    <>
      <Redacted text={event.heard || (rest ? '' : event.text)} />
      {rest ? (
        <>
          <span className="visuallyHidden"> Not heard any more: </span>{' '}
          <s className={styles.unheard}>
            <Redacted text={rest} />
          </s>
        </>
      ) : null}
    </>
  );
}

/** What a caller said, or keyed in. */
function Heard({ event: { text, keys, secret } }: { event: CallEventOf<'heard'> }) {
  if (secret) return <span className={styles.redacted}>not kept</span>;
  return keys ? <span className="tabular">{[...text].join(' ')}</span> : <Redacted text={text} />;
}

/** One thing that happened on a call, as a line of its transcript; nothing for what only figures tell. */
export function EventLine({ event, children }: { event: CallEvent; children?: ReactNode }) {
  if (event.kind === 'spoken' || event.kind === 'heard') {
    const tone = event.kind === 'spoken' ? toneOf(event) : null;
    if (tone)
      return (
        <p className={styles.note}>
          {tone}
          {children}
        </p>
      );
    const who = event.kind === 'spoken' ? speakerOf(event) : event.keys ? 'Caller, by keys' : 'Caller';
    if (isUnwritten(event))
      return (
        <p className={styles.note}>
          {who} spoke: not written down
          {children}
        </p>
      );
    return (
      <div className={event.kind === 'spoken' ? styles.agent : styles.caller}>
        <span className={styles.who}>
          {who}
          {children}
        </span>
        <p>{event.kind === 'spoken' ? <Spoken event={event} /> : <Heard event={event} />}</p>
      </div>
    );
  }
  const note = noteOf(event);
  if (note === null) return null;
  const bad = event.kind === 'trouble' || (event.kind === 'tool' && !event.ok);
  return (
    <p className={styles.note} data-bad={bad || undefined}>
      <Redacted text={note} />
      {children}
    </p>
  );
}
