import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Play, RotateCcw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Comment } from '../../../shared/api/studio.ts';
import { changeComment, commentsQuery } from '../../api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { cx } from '../../components/cx.ts';
import { Time } from '../../components/Time.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import { anchorWords, type Word } from './anchor.ts';
import styles from './ReviewScene.module.css';

interface CommentThreadProps {
  thread: Comment;
  replies: readonly Comment[];
  words: readonly Word[];
  mayComment: boolean;
  myId: string | null;
  onReply: (text: string) => Promise<unknown>;
  onPlay: (startMs: number, endMs: number | null) => void;
}

function CommentBody({
  comment,
  mine,
  children,
}: {
  comment: Comment;
  mine: boolean;
  /** What else can be done with it, beside editing. */
  children?: ReactNode;
}) {
  const client = useQueryClient();
  const [editing, setEditing] = useState<string | null>(null);
  const edit = useMutation({
    mutationFn: (text: string) => changeComment(comment.id, { text }),
    onSuccess: (_, sent) => {
      // What was written meanwhile is still to be saved.
      setEditing((now) => (now?.trim() === sent ? null : now));
      void client.invalidateQueries({ queryKey: commentsQuery(comment.versionId).queryKey });
    },
    onError: notifyProblem,
  });
  return (
    <div className={styles.comment}>
      <p className={common.quiet}>
        <Who actor={comment.author} /> · <Time at={comment.createdAt} />
        {comment.editedAt ? ' · edited' : ''}
      </p>
      {editing === null ? (
        <p className={styles.words}>{comment.text}</p>
      ) : (
        <form
          className={styles.newComment}
          onSubmit={(event) => {
            event.preventDefault();
            edit.mutate(editing.trim());
          }}
        >
          <textarea
            aria-label="Edit comment"
            value={editing}
            onChange={(event) => setEditing(event.currentTarget.value)}
          />
          <div className={common.line}>
            <Button type="submit" size="small" busy={edit.isPending} disabled={editing.trim() === ''}>
              Save
            </Button>
            <Button size="small" kind="quiet" onClick={() => setEditing(null)}>
              Cancel
            </Button>
          </div>
        </form>
      )}
      {editing === null && (mine || children) ? (
        <div className={styles.actions}>
          {children}
          {mine ? (
            <Button size="small" kind="quiet" onClick={() => setEditing(comment.text)}>
              Edit
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** A comment with its replies: can be answered, resolved and played at its place. */
export function CommentThread({
  thread,
  replies,
  words,
  mayComment,
  myId,
  onReply,
  onPlay,
}: CommentThreadProps) {
  const client = useQueryClient();
  const [reply, setReply] = useState<string | null>(null);
  const resolve = useMutation({
    mutationFn: (resolved: boolean) => changeComment(thread.id, { resolved }),
    onSuccess: () => client.invalidateQueries({ queryKey: commentsQuery(thread.versionId).queryKey }),
    onError: notifyProblem,
  });
  const send = useMutation({
    mutationFn: onReply,
    // What was written meanwhile is the next reply.
    onSuccess: (_, sent) => setReply((now) => (now?.trim() === sent ? null : now)),
    onError: notifyProblem,
  });
  const done = thread.resolvedAt !== null;
  const word = thread.word === null ? undefined : words[thread.word];
  const startMs = thread.startMs ?? word?.startMs ?? null;
  const endMs = thread.endMs ?? word?.endMs ?? null;
  const place =
    thread.word !== null
      ? anchorWords({ kind: 'word', word: thread.word }, words)
      : startMs !== null
        ? anchorWords({ kind: 'range', startMs, endMs: endMs ?? startMs }, words)
        : null;
  return (
    <li id={`comment-${thread.id}`} className={cx(styles.thread, done && styles.done)}>
      {place !== null && startMs !== null ? (
        <div className={styles.place}>
          <Button
            size="small"
            kind="quiet"
            icon={<Play aria-hidden />}
            onClick={() => onPlay(startMs, endMs)}
          >
            {place}
          </Button>
        </div>
      ) : null}
      <CommentBody comment={thread} mine={thread.author.id === myId}>
        {mayComment && reply === null ? (
          <>
            <Button size="small" kind="quiet" onClick={() => setReply('')}>
              Reply
            </Button>
            <Button
              size="small"
              kind="quiet"
              icon={done ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
              busy={resolve.isPending}
              onClick={() => resolve.mutate(!done)}
            >
              {done ? 'Reopen' : 'Resolve'}
            </Button>
          </>
        ) : null}
      </CommentBody>
      {replies.map((one) => (
        <div key={one.id} className={styles.reply}>
          <CommentBody comment={one} mine={one.author.id === myId} />
        </div>
      ))}
      {done ? (
        <p className={common.quiet}>
          Resolved by {thread.resolvedBy?.name} · <Time at={thread.resolvedAt ?? thread.createdAt} />
        </p>
      ) : null}
      {mayComment && reply !== null ? (
        <form
          className={styles.newComment}
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate(reply.trim());
          }}
        >
          <textarea
            aria-label="Reply"
            value={reply}
            onChange={(event) => setReply(event.currentTarget.value)}
          />
          <div className={common.line}>
            <Button type="submit" size="small" busy={send.isPending} disabled={reply.trim() === ''}>
              Reply
            </Button>
            <Button size="small" kind="quiet" onClick={() => setReply(null)}>
              Cancel
            </Button>
          </div>
        </form>
      ) : null}
    </li>
  );
}
