import { useQuery } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TrialEntry, TrialInput } from '../../../../../shared/api/calls/flows.ts';
import { personalitiesQuery } from '../../../../api/personalities.ts';
import { Badge } from '../../../../components/Badge.tsx';
import { cx } from '../../../../components/cx.ts';
import { END_LABELS } from '../../../../format/callEnds.ts';
import styles from './TryFlow.module.css';

function doneInWords(input: TrialInput): string {
  switch (input.kind) {
    case 'said':
      return input.text;
    case 'keys':
      return `Keys ${[...input.digits].join(' ')}`;
    case 'silence':
      return 'says nothing';
    case 'gone':
      return 'says nothing any more';
    case 'talk-over':
      return { goodbye: 'The talk ends', person: 'A person is asked for', failed: 'The agent fails' }[
        input.why
      ];
    case 'transfer-over':
      return input.joined ? 'Somebody picks up' : 'Nobody picks up';
    case 'message-left':
      return 'leaves a message';
  }
}

function Entry({ entry, nameOf }: { entry: TrialEntry; nameOf: (id: string | null) => string }): ReactNode {
  switch (entry.kind) {
    case 'step':
      return <p className={styles.step}>{entry.title}</p>;
    case 'heard':
      return (
        <div className={styles.heard}>
          <p>{entry.text}</p>
          {entry.deployed && entry.line.kind === 'slot' ? (
            <Badge tone="good" icon={<BadgeCheck aria-hidden />}>
              Approved audio of {entry.line.channel}/{entry.line.slot}
            </Badge>
          ) : null}
        </div>
      );
    case 'input':
      return (
        <p className={cx(styles.done, !entry.taken && styles.ignored)}>
          {doneInWords(entry.input)}
          {entry.taken ? null : ' (nothing waited for it)'}
        </p>
      );
    case 'collected':
      return (
        <p className={styles.note}>
          Kept as {entry.name}: <strong>{entry.value}</strong>
          {entry.confirmed ? ', confirmed' : ''}
        </p>
      );
    case 'talk':
      return <p className={styles.note}>{nameOf(entry.personalityId)} talks with the caller.</p>;
    case 'transfer':
      return (
        <p className={styles.note}>
          Put through to {entry.to === 'people' ? 'the live board' : entry.to}
          {entry.warm ? ', with a summary first' : ''}; waits {entry.waitSeconds} s.
        </p>
      );
    case 'voicemail':
      return <p className={styles.note}>A message of {entry.maxSeconds} s at most is taken.</p>;
    case 'end':
      return <p className={styles.note}>The call ends: {END_LABELS[entry.end]}.</p>;
  }
}

/** What was heard and done in a trial, oldest first. */
export function Entries({ entries }: { entries: readonly TrialEntry[] }) {
  const { data: personalities = [] } = useQuery(personalitiesQuery);
  const nameOf = (id: string | null) =>
    id === null
      ? 'The primary personality'
      : (personalities.find((one) => one.id === id)?.name ?? 'A personality');
  return (
    <ol className={styles.entries}>
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a trial is told anew as a whole, in order
        <li key={index}>
          <Entry entry={entry} nameOf={nameOf} />
        </li>
      ))}
    </ol>
  );
}
