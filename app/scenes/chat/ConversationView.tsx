import { useQueryClient } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { CallButton } from '../../call/CallButton.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { useTitle } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { player } from '../../player/player.ts';
import { Announcer } from './Announcer.tsx';
import styles from './ChatScene.module.css';
import { Composer } from './Composer.tsx';
import { ConversationList } from './ConversationList.tsx';
import { ConversationMenu } from './ConversationMenu.tsx';
import { PersonalityMenu } from './PersonalityMenu.tsx';
import { PersonNote } from './person/PersonNote.tsx';
import { useAnsweringMyself } from './person/useAnsweringMyself.ts';
import { useLooksOn } from './person/useLooksOn.ts';
import { Suggestions } from './Suggestions.tsx';
import type { ChatSearch } from './search.ts';
import { Thread } from './Thread.tsx';
import { useSound } from './turn/sound.ts';
import { NEW, turns } from './turn/turns.ts';
import { useAnswering } from './useAnswering.ts';
import { useConversation } from './useConversation.ts';
import { useStopByKey } from './useStopByKey.ts';

interface ConversationViewProps {
  search: ChatSearch;
  onWhose: (whose: ChatSearch['whose']) => void;
  onPersonality: (id: string) => void;
  onDeleted: () => void;
}

const PRIMARY = { primary: true } as const;

/** One conversation: who answers, what was said, and where the next message is written. */
export function ConversationView({ search, onWhose, onPersonality, onDeleted }: ConversationViewProps) {
  const id = search.conversation;
  const key = id ?? NEW;
  const client = useQueryClient();
  const sound = useSound();
  const field = useRef<HTMLTextAreaElement>(null);
  const [listing, setListing] = useState(false);
  const { conversation, history, messages, turn, shownTurn, underWay, elsewhere } = useConversation(id);
  const myself = useAnsweringMyself(conversation.data);
  const held = conversation.data?.heldBy != null;
  const latest = messages.at(-1);
  // Words of whoever looks on would stand there as those of the one who waits.
  const onlooker = useLooksOn(conversation.data) && !myself;
  const { who, all } = useAnswering(search.personality, conversation.data?.personality);
  // Who answered here may be deleted by now: then whoever answers for the workspace is called.
  const callable = all.some(({ id }) => id === who.id) && who.id ? { personalityId: who.id } : PRIMARY;
  const title = conversation.data?.title ?? (id ? 'Conversation' : 'New conversation');
  useTitle(title);

  const send = (message: string) => {
    player.unlock();
    void turns.send(
      client,
      { message, conversationId: id, personalityId: search.personality, speak: sound !== 'off' },
      { play: sound === 'play' },
    );
  };
  const stop = () => void turns.stop(client, key);
  useStopByKey(underWay || elsewhere, stop);
  // What failed is over once somebody goes elsewhere.
  useEffect(() => () => turns.forget(key), [key]);

  // What was read stays where it cannot be read again, unless it is gone.
  const failed = conversation.error ?? history.error;
  const isRead = conversation.data !== undefined && history.data !== undefined;
  const missing = isRead && !(failed instanceof ApiProblem && failed.is('not-found')) ? null : failed;
  const empty = !missing && messages.length === 0 && !shownTurn && (!id || history.isSuccess);
  return (
    <section className={styles.conversation} aria-label="Conversation">
      <header className={styles.head}>
        <IconButton
          className={styles.narrow}
          label="Conversations"
          icon={<MessagesSquare />}
          onClick={() => setListing(true)}
        />
        <h1 title={title}>{title}</h1>
        <PersonalityMenu who={who} all={all} onChoose={onPersonality} />
        <CallButton name={who.name} target={callable} title={`Call ${who.name}`}>
          <span className={styles.callWord}>Call</span>
        </CallButton>
        {id && conversation.data ? (
          <ConversationMenu conversation={conversation.data} title={title} onDeleted={onDeleted} />
        ) : null}
      </header>
      {conversation.data ? <PersonNote conversation={conversation.data} agent={who.name} /> : null}
      {missing ? (
        <div className={styles.missing}>
          <ProblemMessage error={missing} onRetry={() => void history.refetch()} />
          <Button onClick={onDeleted}>Start a new conversation</Button>
        </div>
      ) : empty ? (
        <Suggestions
          who={who}
          onChoose={(question) => {
            send(question);
            field.current?.focus();
          }}
        />
      ) : id && history.isPending && !shownTurn ? (
        <div className={styles.loading}>
          <Skeleton height={56} count={4} />
        </div>
      ) : (
        <Thread messages={messages} turn={shownTurn} who={who} all={all} held={held} older={history}>
          {elsewhere ? <p className={styles.elsewhere}>An answer is on its way in another window.</p> : null}
        </Thread>
      )}
      {turn?.problem ? (
        <div className={styles.problem}>
          <ProblemMessage
            error={turn.problem}
            kept={
              turn.messageId ? 'Your message is in the conversation.' : 'Your message is still in the box.'
            }
            onRetry={() => send(turn.said)}
          />
        </div>
      ) : null}
      {onlooker ? (
        <p className={styles.onlooker}>
          {held ? 'Somebody else answers here.' : 'Take over to answer here under your own name.'}
        </p>
      ) : (
        <Composer
          conversation={key}
          ready={!id || !conversation.isPending}
          answering={underWay || elsewhere}
          field={field}
          onSend={myself ? myself.say : send}
          onStop={stop}
          as={myself?.name}
        />
      )}
      <Announcer turn={turn} name={who.name} member={latest?.by === 'member' ? latest : null} />
      {listing ? (
        <Dialog title="Conversations" onClose={() => setListing(false)}>
          <ConversationList search={search} onWhose={onWhose} onChosen={() => setListing(false)} />
        </Dialog>
      ) : null}
    </section>
  );
}
