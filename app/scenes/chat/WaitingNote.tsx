import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Hand } from 'lucide-react';
import { attendConversation, conversationQuery } from '../../api/chat.ts';
import { Button } from '../../components/Button.tsx';
import { Time } from '../../components/Time.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import styles from './ChatScene.module.css';

/** Says that a person is wanted in a conversation, and takes note of who has seen to it. */
export function WaitingNote({ id, since }: { id: string; since: string }) {
  const client = useQueryClient();
  const attend = useMutation({
    mutationFn: () => attendConversation(id),
    onSuccess: (attended) => {
      client.setQueryData(conversationQuery(id).queryKey, attended);
      void client.invalidateQueries({ queryKey: ['conversations', 'list'] });
    },
    onError: notifyProblem,
  });
  return (
    <div className={styles.waiting} role="status">
      <Hand aria-hidden />
      <span>
        A person is wanted here, since <Time at={since} />.
      </span>
      <Button size="small" busy={attend.isPending} onClick={() => attend.mutate()}>
        I have seen to it
      </Button>
    </div>
  );
}
