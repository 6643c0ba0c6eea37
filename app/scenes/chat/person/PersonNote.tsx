import { Hand, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { Conversation } from '../../../../shared/api/chat.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { Time } from '../../../components/Time.tsx';
import { useMe } from '../../../frame/useMe.ts';
import styles from '../ChatScene.module.css';
import { useMayTakeOver } from './useMayTakeOver.ts';
import { usePersonActs } from './usePersonActs.ts';

/** Says that a person is wanted in a conversation, or who has it, and lets those who may do something about it. */
export function PersonNote({ conversation, agent }: { conversation: Conversation; agent: string }) {
  const { heldBy, waitsSince } = conversation;
  if (!heldBy && !waitsSince) return null;
  return (
    <div className={styles.waiting} role="status">
      {heldBy ? <UserRound aria-hidden /> : <Hand aria-hidden />}
      {heldBy ? (
        <Held conversation={conversation} heldBy={heldBy} agent={agent} />
      ) : (
        <Waiting conversation={conversation} since={waitsSince!} agent={agent} />
      )}
    </div>
  );
}

function Waiting({
  conversation,
  since,
  agent,
}: {
  conversation: Conversation;
  since: string;
  agent: string;
}) {
  const me = useMe().user?.id;
  const mayTakeOver = useMayTakeOver(conversation);
  const { takeOver, attend } = usePersonActs(conversation.id);
  if (conversation.startedBy.id === me)
    return (
      <span>
        You asked for a person, <Time at={since} />. {agent} goes on answering until somebody comes.
      </span>
    );
  return (
    <>
      <span>
        A person is wanted here, since <Time at={since} />.
      </span>
      {mayTakeOver ? (
        <Button
          size="small"
          kind="primary"
          busy={takeOver.isPending}
          onClick={() => takeOver.mutate(undefined)}
        >
          Take over
        </Button>
      ) : null}
      <Button size="small" busy={attend.isPending} onClick={() => attend.mutate()}>
        I have seen to it
      </Button>
    </>
  );
}

function Held({
  conversation,
  heldBy,
  agent,
}: {
  conversation: Conversation;
  heldBy: NonNullable<Conversation['heldBy']>;
  agent: string;
}) {
  const me = useMe().user?.id;
  const mayTakeOver = useMayTakeOver(conversation);
  const { takeOver, handBack, close } = usePersonActs(conversation.id);
  const [asking, setAsking] = useState(false);
  const { member, since, unansweredSince } = heldBy;
  if (member.id === me)
    return (
      <>
        <span>You answer here, under your name. {agent} is silent.</span>
        <Button size="small" busy={handBack.isPending} onClick={() => handBack.mutate()}>
          Hand back to {agent}
        </Button>
        <Button size="small" busy={close.isPending} onClick={() => close.mutate()}>
          Close
        </Button>
      </>
    );
  return (
    <>
      <span>
        {member.name} answers here, since <Time at={since} />. {agent} is silent.
        {mayTakeOver && unansweredSince ? (
          <>
            {' '}
            A word of theirs is waited for since <Time at={unansweredSince} />.
          </>
        ) : null}
      </span>
      {mayTakeOver ? (
        <Button size="small" onClick={() => setAsking(true)}>
          Take it from {member.name}
        </Button>
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={`Take this conversation from ${member.name}?`}
          action="Take over"
          kind="primary"
          onConfirm={() => takeOver.mutateAsync(member.id ?? undefined)}
          onClose={() => setAsking(false)}
        >
          {member.name} cannot write in it any more. Whoever waits is told that you have taken over.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
