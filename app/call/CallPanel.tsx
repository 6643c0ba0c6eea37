import { Grid3x3, Mic, MicOff, PhoneCall, PhoneOff, TriangleAlert, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { JoinWay } from '../../shared/api/calls/board.ts';
import type { CallEnd } from '../../shared/calls/timeline.ts';
import { Button } from '../components/Button.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { browserCall } from './browserCall.ts';
import styles from './CallPanel.module.css';
import type { CallState, Floor } from './callState.ts';
import { KEYS, Keypad } from './Keypad.tsx';
import { Transcript } from './Transcript.tsx';
import { useBrowserCall } from './useBrowserCall.ts';

const FLOORS: Record<Floor, string> = {
  caller: 'Listening to you',
  agent: 'The agent speaks',
  person: 'A person is on the line',
  waiting: 'One moment…',
};
const ENDS: Record<CallEnd, string> = {
  'caller-hung-up': 'You hung up.',
  goodbye: 'The agent said goodbye.',
  'gave-up': 'Nothing was heard of you, so the call was ended.',
  transferred: 'The call was handed over.',
  voicemail: 'Your message was taken.',
  drained: 'The server is stopping, so the call was ended.',
  refused: 'The call was not taken: as many go on as this installation can carry.',
  failed: 'The call could not go on.',
  lost: 'The connection broke.',
};

/** How long a call lasts, by the second. */
function Seconds({ fromMs, toMs }: { fromMs: number; toMs: number | null }) {
  const [nowMs, setNowMs] = useState(performance.now());
  useEffect(() => {
    if (toMs !== null) return;
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, [toMs]);
  const seconds = Math.max(0, Math.floor(((toMs ?? nowMs) - fromMs) / 1_000));
  const ofMinute = String(seconds % 60).padStart(2, '0');
  return <span className="tabular">{`${Math.floor(seconds / 60)}:${ofMinute}`}</span>;
}

/** On a line of one’s own into a call of somebody else’s. */
const JOINED: Record<JoinWay, string> = {
  'take-over': 'You talk with the caller',
  whisper: 'Whoever took over hears you, the caller does not',
};

function wordsOf({ phase, target, startedAtMs, floor, muted, end }: CallState): string {
  if (phase === 'asking') return 'Waiting for the microphone…';
  if (phase === 'connecting') return 'Calling…';
  if ('callId' in target)
    return phase === 'ended' ? 'You are off the line.' : muted ? 'You are muted' : JOINED[target.how];
  if (phase === 'ended' && startedAtMs === null) return 'The call did not begin.';
  if (phase === 'ended') return end ? ENDS[end] : 'The call is over.';
  return muted && floor === 'caller' ? 'You are muted' : FLOORS[floor];
}

/** The call of this browser, over whatever scene is shown. */
export function CallPanel() {
  const call = useBrowserCall();
  const [keypad, setKeypad] = useState(false);
  if (!call) return null;
  const { phase, name, target, events, interim, muted, problem, startedAtMs, endedAtMs } = call;
  const joins = 'callId' in target;
  const onKey = (event: KeyboardEvent) => {
    if (
      joins ||
      phase !== 'live' ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      !KEYS.includes(event.key)
    )
      return;
    event.preventDefault();
    browserCall.press(event.key);
  };
  return (
    <section className={styles.panel} aria-label={`Call with ${name}`} data-phase={phase} onKeyDown={onKey}>
      <header className={styles.head}>
        <span className={styles.state} data-floor={phase === 'live' ? call.floor : undefined} aria-hidden>
          <PhoneCall />
        </span>
        <div className={styles.words}>
          <h2 title={name}>{name}</h2>
          <p>
            <span role="status">{wordsOf(call)}</span>
            {startedAtMs === null ? null : (
              <>
                {' · '}
                <Seconds fromMs={startedAtMs} toMs={endedAtMs} />
              </>
            )}
          </p>
        </div>
        {phase === 'ended' ? (
          <IconButton
            size="small"
            label="Close the call"
            icon={<X />}
            onClick={() => browserCall.dismiss()}
          />
        ) : null}
      </header>
      {problem ? (
        <p className={styles.problem} role="alert">
          <TriangleAlert aria-hidden /> {problem}
        </p>
      ) : null}
      {events.length > 0 || interim ? <Transcript events={events} interim={interim} /> : null}
      {phase === 'live' && keypad ? <Keypad /> : null}
      <footer className={styles.foot}>
        {phase === 'ended' && joins ? null : phase === 'ended' ? (
          <Button icon={<PhoneCall aria-hidden />} onClick={() => void browserCall.begin(name, target)}>
            Call again
          </Button>
        ) : (
          <>
            <IconButton
              kind="plain"
              label={muted ? 'Unmute' : 'Mute'}
              icon={muted ? <MicOff /> : <Mic />}
              aria-pressed={muted}
              disabled={phase !== 'live'}
              onClick={() => browserCall.mute(!muted)}
            />
            {joins ? null : (
              <IconButton
                kind="plain"
                label="Keypad"
                icon={<Grid3x3 />}
                aria-pressed={keypad}
                disabled={phase !== 'live'}
                onClick={() => setKeypad(!keypad)}
              />
            )}
            <Button kind="danger" icon={<PhoneOff aria-hidden />} onClick={() => browserCall.hangUp()}>
              {joins ? 'Leave the call' : 'Hang up'}
            </Button>
          </>
        )}
      </footer>
    </section>
  );
}
