import { Link } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import buttonStyles from '../../../components/Button.module.css';
import { cx } from '../../../components/cx.ts';
import { formatCount } from '../../../format/amounts.ts';
import { useWaitingChats } from '../../../frame/useWaitingChats.ts';

/** The way to those who wait in chats: whoever watches the calls is who they wait for. */
export function WaitingChats() {
  const waiting = useWaitingChats();
  return waiting === 0 ? null : (
    <div>
      <Link to="/chat" search={{ whose: 'waiting' }} className={cx(buttonStyles.button, buttonStyles.plain)}>
        <MessagesSquare aria-hidden />
        {formatCount(waiting)} {waiting === 1 ? 'chat waits' : 'chats wait'} for a person
      </Link>
    </div>
  );
}
