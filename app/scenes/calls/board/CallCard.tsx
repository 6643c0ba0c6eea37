import { BellRing, PhoneIncoming, ServerOff, TriangleAlert } from 'lucide-react';
import { Badge } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { FLOOR_LOOKS, MoodBadge } from '../timeline/looks.tsx';
import styles from './Board.module.css';
import type { ShownCall } from './boardState.ts';
import { Elapsed } from './Elapsed.tsx';
import { whoCalls } from './whoCalls.ts';

const SPEAKERS = { caller: 'Caller', agent: 'Agent', person: 'Person' } as const;

interface CallCardProps {
  call: ShownCall;
  selected: boolean;
  onSelect: () => void;
  /** Takes it over; absent where one may not. */
  onPickUp?: () => void;
}

/** A call in progress: who, where in the flow, what was said last, and how it goes. */
export function CallCard({ call, selected, onSelect, onPickUp }: CallCardProps) {
  const { floor, waiting, lastWords, mood, overAtMs, here, ringing, person } = call;
  const look = floor && FLOOR_LOOKS[floor];
  return (
    <li
      className={styles.card}
      data-call={call.id}
      data-selected={selected || undefined}
      data-over={overAtMs !== null || undefined}
    >
      <div className={styles.top}>
        {/* Covers the card, so that all of it can be hit. */}
        <button type="button" data-card className={styles.open} aria-pressed={selected} onClick={onSelect}>
          {whoCalls(call)}
        </button>
        <Elapsed since={call.startedAt} toMs={overAtMs} />
      </div>
      <p className={styles.place}>
        {[call.flow.name, call.step, call.personality].filter((each) => each !== null).join(' · ')}
      </p>
      <p className={styles.words} data-interim={(lastWords && !lastWords.final) || undefined}>
        {lastWords ? (
          <>
            <span className={styles.speaker}>{SPEAKERS[lastWords.by]}</span> {lastWords.text}
          </>
        ) : (
          <span className={styles.speaker}>
            {here || ringing ? 'Nothing was said yet' : 'Its words are told there'}
          </span>
        )}
      </p>
      <div className={styles.state}>
        {overAtMs !== null ? (
          <Badge>Over</Badge>
        ) : (
          <>
            {look && !waiting ? (
              <span className={styles.floor} data-floor={floor}>
                {look.icon} {person && floor === 'person' ? person.name : look.word}
              </span>
            ) : null}
            {ringing ? (
              <Badge tone="info" icon={<BellRing aria-hidden />}>
                Rings
              </Badge>
            ) : here ? null : (
              <Badge icon={<ServerOff aria-hidden />}>Another process</Badge>
            )}
            {mood ? <MoodBadge mood={mood} /> : null}
            {call.trouble ? (
              <Badge tone="bad" icon={<TriangleAlert aria-hidden />}>
                Trouble
              </Badge>
            ) : null}
          </>
        )}
      </div>
      {waiting ? (
        <div className={styles.waiting}>
          <span>
            Waits for a person: <Elapsed since={waiting.since} />
          </span>
          {onPickUp ? (
            <Button kind="primary" size="small" icon={<PhoneIncoming aria-hidden />} onClick={onPickUp}>
              Pick up
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
