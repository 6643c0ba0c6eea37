import { Link } from '@tanstack/react-router';
import { Ear, EarOff, MessageSquareQuote, Mic, PhoneOff, Undo2, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { BoardCall } from '../../../api/liveCalls.ts';
import { endCall, handBackCall } from '../../../api/liveCalls.ts';
import { browserCall } from '../../../call/browserCall.ts';
import { useBrowserCall } from '../../../call/useBrowserCall.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import common from '../../../components/common.module.css';
import { IconButton } from '../../../components/IconButton.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { notify, notifyProblem } from '../../../components/Toast.tsx';
import { useCan, useMe } from '../../../frame/useMe.ts';
import { EndBadge, FloorBadge, MoodBadge } from '../timeline/looks.tsx';
import { Advise } from './Advise.tsx';
import styles from './Board.module.css';
import type { FollowedCall, ShownCall } from './boardState.ts';
import { Elapsed } from './Elapsed.tsx';
import { LiveTranscript } from './LiveTranscript.tsx';
import { useListening } from './useListening.ts';
import { whoCalls } from './whoCalls.ts';

interface SidePanelProps {
  callId: string;
  /** Null: it is not on the board, or no longer. */
  card: ShownCall | null;
  followed: FollowedCall | null;
  onClose: () => void;
}

/** One call, closely: what is said, and what a person may do to it. */
export function SidePanel({ callId, card, followed, onClose }: SidePanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const mayJoin = useCan('calls:join');
  const over =
    (followed !== null && followed.over !== undefined) || (card !== null && card.overAtMs !== null);
  return (
    <section
      className={styles.panel}
      aria-label="Call"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.panelHead}>
        <div className={styles.panelWords}>
          <h2 ref={heading} tabIndex={-1}>
            {card ? whoCalls(card) : 'This call'}
          </h2>
          {card ? (
            <p className={common.quiet}>
              {card.flow.name} {card.step ? `· ${card.step} ` : ''}· version {card.flow.version} ·{' '}
              <Elapsed since={card.startedAt} toMs={card.overAtMs} />
            </p>
          ) : null}
          <p className={common.line}>
            {followed?.over ? <EndBadge end={followed.over} /> : null}
            {card?.floor && !over ? <FloorBadge floor={card.floor} /> : null}
            {card?.mood ? <MoodBadge mood={card.mood} /> : null}
          </p>
        </div>
        <IconButton label="Close" keys="Esc" icon={<X />} onClick={onClose} />
      </header>
      {over || card?.here === false || !mayJoin || !card ? null : <Acts card={card} />}
      <Body callId={callId} card={card} followed={followed} />
    </section>
  );
}

function Body({ callId, card, followed }: Omit<SidePanelProps, 'onClose'>): ReactNode {
  if (card?.ringing)
    return <p className={styles.tell}>This call rings. What is said stands here once it is answered.</p>;
  if (card?.here === false)
    return (
      <p className={styles.tell}>
        Another process of this installation holds this call. Its words, and joining it, are there alone; once
        it is over it is in the history like any other.
      </p>
    );
  if (!followed) return <Skeleton height={44} count={4} />;
  return (
    <>
      {followed.over === null ? (
        <p className={styles.tell}>
          This call is not in progress, or no longer.{' '}
          <Link to="/calls/$callId" params={{ callId }}>
            Look at what was kept of it
          </Link>
        </p>
      ) : null}
      <LiveTranscript events={followed.events} words={followed.over === undefined ? followed.words : null} />
      {followed.over ? (
        <Link to="/calls/$callId" params={{ callId }} className={styles.more}>
          Open the call with its recording
        </Link>
      ) : null}
    </>
  );
}

/** What a person may do to a call in progress. */
function Acts({ card }: { card: BoardCall }) {
  const me = useMe();
  const mine = useBrowserCall();
  const { listening, toggle } = useListening(card.id);
  const [asked, setAsked] = useState<'advise' | 'end' | null>(null);
  const [busy, setBusy] = useState(false);
  const joined =
    mine !== null && mine.phase !== 'ended' && 'callId' in mine.target && mine.target.callId === card.id
      ? mine.target.how
      : null;
  const lineTaken = mine !== null && mine.phase !== 'ended';
  const join = (how: 'take-over' | 'whisper') => {
    // Whoever talks hears the caller on their own line.
    if (listening) toggle();
    void browserCall.begin(whoCalls(card), { callId: card.id, how });
  };
  const handBack = async () => {
    setBusy(true);
    try {
      await handBackCall(card.id);
      if (joined) browserCall.hangUp();
      notify('The agent goes on with the call.');
    } catch (error) {
      notifyProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className={styles.acts}>
        <Button
          icon={listening ? <EarOff aria-hidden /> : <Ear aria-hidden />}
          aria-pressed={listening}
          disabled={joined !== null}
          onClick={toggle}
        >
          {listening ? 'Stop listening' : 'Listen in'}
        </Button>
        {card.person ? (
          <>
            <Button icon={<Undo2 aria-hidden />} busy={busy} onClick={() => void handBack()}>
              Hand back
            </Button>
            {card.person.id === me.user?.id ? null : (
              <Button
                icon={<MessageSquareQuote aria-hidden />}
                disabled={lineTaken}
                onClick={() => join('whisper')}
              >
                Whisper
              </Button>
            )}
          </>
        ) : (
          <>
            <Button
              kind={card.waiting ? 'primary' : 'plain'}
              icon={<Mic aria-hidden />}
              disabled={lineTaken}
              onClick={() => join('take-over')}
            >
              {card.waiting ? 'Pick up' : 'Take over'}
            </Button>
            <Button
              icon={<MessageSquareQuote aria-hidden />}
              aria-expanded={asked === 'advise'}
              onClick={() => setAsked(asked === 'advise' ? null : 'advise')}
            >
              Advise
            </Button>
          </>
        )}
        <Button kind="danger" icon={<PhoneOff aria-hidden />} onClick={() => setAsked('end')}>
          End
        </Button>
      </div>
      {asked === 'advise' && !card.person ? <Advise callId={card.id} onDone={() => setAsked(null)} /> : null}
      {card.waiting?.summary ? (
        <p className={styles.summary}>
          <strong>Spoken to you when you pick up:</strong> {card.waiting.summary}
        </p>
      ) : null}
      {asked === 'end' ? (
        <ConfirmDialog
          title="End this call?"
          action="End the call"
          onConfirm={() => endCall(card.id)}
          onClose={() => setAsked(null)}
        >
          {whoCalls(card)} hears the goodbye of the flow, then the line is closed. What was said until then is
          kept.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
