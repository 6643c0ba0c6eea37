import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Hand, Plus, UserRound } from 'lucide-react';
import { conversationsQuery, type Whose } from '../../api/chat.ts';
import { itemsOf } from '../../api/pages.ts';
import { Badge } from '../../components/Badge.tsx';
import buttonStyles from '../../components/Button.module.css';
import common from '../../components/common.module.css';
import { cx } from '../../components/cx.ts';
import { Select } from '../../components/Field.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Time } from '../../components/Time.tsx';
import { useMe } from '../../frame/useMe.ts';
import styles from './ConversationList.module.css';
import type { ChatSearch } from './search.ts';

const WHOSE = ['everybody', 'waiting'] as const;
const NONE: Record<Whose, string> = {
  mine: 'You have not talked with anybody yet.',
  everybody: 'None yet.',
  waiting: 'Nobody waits for a person.',
};

interface ConversationListProps {
  search: ChatSearch;
  onWhose: (whose: ChatSearch['whose']) => void;
  /** Called when one was chosen. */
  onChosen?: () => void;
}

/** Conversations, the one talked in last first, and the way to a new one. */
export function ConversationList({ search, onWhose, onChosen }: ConversationListProps) {
  const whose = search.whose ?? 'mine';
  const mine = whose === 'mine';
  const me = useMe();
  const query = useInfiniteQuery(conversationsQuery(whose));
  const items = itemsOf(query.data);
  return (
    <div className={styles.list}>
      <Link
        to="/chat"
        search={{ personality: search.personality, whose: search.whose }}
        className={cx(buttonStyles.button, buttonStyles.plain)}
        onClick={onChosen}
      >
        <Plus aria-hidden /> New conversation
      </Link>
      <Select
        label="Whose conversations"
        hideLabel
        value={whose}
        onChange={({ currentTarget }) => onWhose(WHOSE.find((one) => one === currentTarget.value))}
      >
        <option value="mine">My conversations</option>
        <option value="everybody">Everybody’s conversations</option>
        <option value="waiting">Waiting for a person</option>
      </Select>
      {query.error ? <ProblemMessage error={query.error} onRetry={() => query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={44} count={4} /> : null}
      {query.isSuccess && items.length === 0 ? <p className={common.quiet}>{NONE[whose]}</p> : null}
      <ul>
        {items.map(({ id, title, personality, startedBy, updatedAt, waitsSince, heldBy }) => (
          <li key={id}>
            <Link
              to="/chat"
              search={{ conversation: id, whose: search.whose }}
              className={cx(styles.item, id === search.conversation && styles.current)}
              aria-current={id === search.conversation ? 'true' : undefined}
              onClick={onChosen}
            >
              <span className={styles.title}>{title}</span>
              <span className={styles.about}>
                {[mine ? null : startedBy.name, personality?.name].filter(Boolean).join(' with ')}
                {personality || !mine ? ' · ' : null}
                <Time at={updatedAt} />
              </span>
              {waitsSince ? (
                <Badge tone="warn" icon={<Hand aria-hidden />}>
                  Waits for a person
                </Badge>
              ) : null}
              {heldBy ? (
                <Badge tone={heldBy.unansweredSince ? 'warn' : 'info'} icon={<UserRound aria-hidden />}>
                  {heldBy.member.id === me.user?.id ? 'You have it' : `${heldBy.member.name} has it`}
                  {heldBy.unansweredSince ? ', unanswered' : null}
                </Badge>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
      <MoreButton query={query} what="conversations" />
    </div>
  );
}
