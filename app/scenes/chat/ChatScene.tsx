import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Scene } from '../../components/Scene.tsx';
import { useCan } from '../../frame/useMe.ts';
import styles from './ChatScene.module.css';
import { ConversationList } from './ConversationList.tsx';
import { ConversationView } from './ConversationView.tsx';
import { NEW, turns, useTurn } from './turn/turns.ts';

const route = getRouteApi('/frame/chat');

/** Talking with a personality, and what was talked about before. */
export function ChatScene() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayTalk = useCan('conversations:write');
  const fresh = useTurn(NEW);
  const becameId = search.conversation === undefined ? fresh?.conversationId : undefined;
  // What the new conversation became stays the same view: the place and the field being typed in are kept.
  const [became, setBecame] = useState<string>();
  const isNew = search.conversation === undefined || search.conversation === became;
  useEffect(() => {
    if (!becameId) return;
    setBecame(becameId);
    turns.settle();
    void navigate({ search: (now) => ({ ...now, conversation: becameId }), replace: true });
  }, [becameId, navigate]);
  if (!mayTalk)
    return (
      <Scene title="Chat">
        <EmptyState title="You may not talk with personalities">
          Your role reads and listens. An admin of the workspace can give you the role of an editor.
        </EmptyState>
      </Scene>
    );
  const onWhose = (whose: typeof search.whose) => void navigate({ search: (now) => ({ ...now, whose }) });
  return (
    <div className={styles.chat}>
      <nav className={styles.side} aria-label="Conversations">
        <ConversationList search={search} onWhose={onWhose} />
      </nav>
      <ConversationView
        key={isNew ? NEW : search.conversation}
        search={search}
        onWhose={onWhose}
        onPersonality={(personality) => void navigate({ search: (now) => ({ ...now, personality }) })}
        onDeleted={() => void navigate({ search: { whose: search.whose } })}
      />
    </div>
  );
}
