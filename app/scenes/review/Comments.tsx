import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Dispatch, type RefObject, type SetStateAction, useState } from 'react';
import type { Comment, Version } from '../../../shared/api/studio.ts';
import { addComment, commentsQuery, type NewComment } from '../../api/studio.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import type { Anchor, Word } from './anchor.ts';
import { CommentThread } from './CommentThread.tsx';
import styles from './ReviewScene.module.css';

interface CommentsProps {
  version: Version;
  comments: UseQueryResult<Comment[]>;
  words: readonly Word[];
  anchor: Anchor | null;
  anchorText: string | null;
  onAnchor: Dispatch<SetStateAction<Anchor | null>>;
  mayComment: boolean;
  myId: string | null;
  field: RefObject<HTMLTextAreaElement | null>;
  onPlay: (startMs: number, endMs: number | null) => void;
}

const anchored = (anchor: Anchor | null): Partial<NewComment> =>
  anchor === null
    ? {}
    : anchor.kind === 'word'
      ? { word: anchor.word }
      : { startMs: Math.round(anchor.startMs), endMs: Math.round(anchor.endMs) };

/** The threads on a version, and the place to add one. */
export function Comments(props: CommentsProps) {
  const { version, comments, anchor, anchorText, onAnchor, field } = props;
  const client = useQueryClient();
  const [text, setText] = useState('');
  const sending = {
    mutationFn: (comment: NewComment) => addComment(version.id, comment),
    onSuccess: () => client.invalidateQueries({ queryKey: commentsQuery(version.id).queryKey }),
  };
  const add = useMutation(sending);
  // Apart, so that a reply neither holds up a comment of one's own nor fails in its place.
  const answer = useMutation(sending);
  const all = comments.data ?? [];
  const threads = all.filter((comment) => comment.parentId === null);
  return (
    <section aria-labelledby="comments-heading" className={styles.comments}>
      <h3 id="comments-heading">Comments</h3>
      {comments.isPending ? <Skeleton height={56} count={2} /> : null}
      {comments.error ? <ProblemMessage error={comments.error} onRetry={() => comments.refetch()} /> : null}
      {comments.isSuccess && threads.length === 0 ? (
        <p className={common.quiet}>
          No comments yet. Drag over the waveform or click a word to point at something.
        </p>
      ) : null}
      <ul className={styles.threads}>
        {threads.map((thread) => (
          <CommentThread
            key={thread.id}
            thread={thread}
            replies={all.filter((comment) => comment.parentId === thread.id)}
            words={props.words}
            mayComment={props.mayComment}
            myId={props.myId}
            onReply={(reply) => answer.mutateAsync({ text: reply, parentId: thread.id })}
            onPlay={props.onPlay}
          />
        ))}
      </ul>
      {props.mayComment ? (
        <form
          className={styles.newComment}
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(
              { text: text.trim(), ...anchored(anchor) },
              {
                onSuccess: () => {
                  // What was begun meanwhile is the next comment.
                  setText((now) => (now === text ? '' : now));
                  onAnchor((now) => (now === anchor ? null : now));
                },
              },
            );
          }}
        >
          <textarea
            ref={field}
            aria-label={anchorText ? `Comment on ${anchorText}` : 'Comment on this version'}
            placeholder={anchorText ? `Comment on ${anchorText}` : 'Comment on this version'}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {add.error ? <ProblemMessage error={add.error} kept="Your comment is kept." /> : null}
          <div className={common.line}>
            <Button type="submit" size="small" disabled={text.trim() === ''} busy={add.isPending}>
              Comment
            </Button>
            {anchorText ? (
              <>
                <Badge tone="info">{anchorText}</Badge>
                <Button size="small" kind="quiet" onClick={() => onAnchor(null)}>
                  On the whole version
                </Button>
              </>
            ) : null}
          </div>
        </form>
      ) : null}
    </section>
  );
}
