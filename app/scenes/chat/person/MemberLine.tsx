import { Clock, Hand, LogOut, type LucideIcon, Undo2, UserRoundX } from 'lucide-react';
import { Avatar } from '../../../components/Avatar.tsx';
import { Badge } from '../../../components/Badge.tsx';
import { Time } from '../../../components/Time.tsx';
import styles from '../Messages.module.css';
import type { MemberMessage } from '../turn/liveTurn.ts';

const ICONS: Record<Exclude<MemberMessage['did'], 'said'>, LucideIcon> = {
  'took-over': Hand,
  'handed-back': Undo2,
  closed: LogOut,
  left: UserRoundX,
  'nobody-came': Clock,
};

/** What somebody of the workspace said in the agent’s place, under their own name, or what they did. */
export function MemberLine({ message: { id, member, did, text, createdAt } }: { message: MemberMessage }) {
  if (did !== 'said') {
    const Icon = ICONS[did];
    return (
      <li className={styles.aside} data-message={id}>
        <Icon aria-hidden />
        <span>
          {text} <Time at={createdAt} />
        </span>
      </li>
    );
  }
  return (
    <li className={styles.answer} data-message={id}>
      <Avatar name={member.name} kind={member.kind} size={28} />
      <div className={styles.said}>
        <p className={styles.who}>
          <strong>{member.name}</strong>
          <Badge tone="info">{member.kind === 'key' ? 'By a program' : 'Person'}</Badge>
        </p>
        <p className={styles.words}>{text}</p>
        <p className={styles.by}>
          <Time at={createdAt} />
        </p>
      </div>
    </li>
  );
}
