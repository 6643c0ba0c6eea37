import { type ReactNode, useEffect, useRef } from 'react';
import type { Message } from '../../../shared/api/chat.ts';
import type { Personality } from '../../../shared/api/personalities.ts';
import { Button } from '../../components/Button.tsx';
import { AnswerLine } from './AnswerLine.tsx';
import styles from './ChatScene.module.css';
import { Disclosure } from './Disclosure.tsx';
import { PersonLine } from './PersonLine.tsx';
import { MemberLine } from './person/MemberLine.tsx';
import { keptAnswer, liveAnswer } from './shownAnswer.ts';
import type { LiveTurn } from './turn/liveTurn.ts';
import type { Answering } from './useAnswering.ts';
import { useThreadScroll } from './useThreadScroll.ts';

interface ThreadProps {
  /** Oldest first. */
  messages: readonly Message[];
  /** What is on its way, beside the messages. */
  turn: LiveTurn | null;
  /** Who will answer, as far as it is known. */
  who: Answering;
  all: readonly Personality[];
  /** A member has the conversation: the agent answers nothing. */
  held: boolean;
  older: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** Stands at the end. */
  children?: ReactNode;
}

/** Reads older messages when the place where they belong comes into sight. */
function Older({ older }: Pick<ThreadProps, 'older'>) {
  const button = useRef<HTMLDivElement>(null);
  const { isFetchingNextPage: busy, fetchNextPage } = older;
  const fetch = useRef(fetchNextPage);
  fetch.current = fetchNextPage;
  useEffect(() => {
    const element = button.current;
    if (!element || busy) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && fetch.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <div ref={button} className={styles.older}>
      <Button size="small" busy={busy} onClick={() => fetchNextPage()}>
        Show earlier messages
      </Button>
    </div>
  );
}

/** What was said, and at its beginning who it is that answers. */
export function Thread({ messages, turn, who, all, held, older, children }: ThreadProps) {
  const box = useRef<HTMLElement>(null);
  const grown = `${messages.length} ${turn?.text.length} ${turn?.tools.length} ${turn?.phase}`;
  const { onScroll, toEnd } = useThreadScroll(box, messages[0]?.id ?? '', grown);
  const emojiOf = (id: string | null) => all.find((one) => one.id === id)?.emoji ?? null;
  const lines = messages.map((message) =>
    message.by === 'member' ? (
      <MemberLine key={message.id} message={message} />
    ) : message.by === 'person' ? (
      <PersonLine key={message.id} text={message.text} understanding={message.understanding} />
    ) : (
      <AnswerLine key={message.id} answer={keptAnswer(message)} emoji={emojiOf(message.personality.id)} />
    ),
  );
  // In the same list: an answer that is kept by now stays the one it was, with what was opened in it.
  if (turn) lines.push(<PersonLine key="said" text={turn.said} understanding={turn.understanding} />);
  if (turn && !held && turn.reply?.end !== 'held')
    lines.push(
      <AnswerLine
        key={turn.messageId ?? 'live'}
        answer={liveAnswer(turn, who.name)}
        emoji={turn.personality ? emojiOf(turn.personality.id) : who.emoji}
      />,
    );
  const sentAt = turn?.sentAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever sends wants to see what comes of it
  useEffect(() => toEnd(), [sentAt]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section ref={box} className={styles.thread} onScroll={onScroll} tabIndex={0} aria-label="What was said">
      <div className={styles.column}>
        {older.hasNextPage ? <Older older={older} /> : <Disclosure />}
        <ol className={styles.messages}>{lines}</ol>
        {children}
      </div>
    </section>
  );
}
