import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CirclePause, Crown, MessagesSquare } from 'lucide-react';
import type { Personality } from '../../../shared/api/personalities.ts';
import { personalityQuery } from '../../api/personalities.ts';
import { CallButton } from '../../call/CallButton.tsx';
import { Badge } from '../../components/Badge.tsx';
import buttons from '../../components/Button.module.css';
import common from '../../components/common.module.css';
import { cx } from '../../components/cx.ts';
import { LeaveDialog } from '../../components/LeaveDialog.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Tab, Tabs } from '../../components/Tabs.tsx';
import { useCan } from '../../frame/useMe.ts';
import { Conversations } from './Conversations.tsx';
import { Editor } from './editor/Editor.tsx';
import { useDraft } from './editor/useDraft.ts';
import { Versions } from './history/Versions.tsx';
import { OwnVoice } from './OwnVoice.tsx';
import { PersonalityMenu } from './PersonalityMenu.tsx';

const route = getRouteApi('/frame/personalities/$id');

const CRUMB = <Link to="/personalities">All personalities</Link>;

/** One personality: shaped, versioned, given a voice, and talked to. */
export function PersonalityScene() {
  const { id } = route.useParams();
  const personality = useQuery(personalityQuery(id));
  if (personality.data) return <Loaded key={id} personality={personality.data} />;
  return (
    <Scene title="Personality" crumb={CRUMB}>
      {personality.error ? (
        <ProblemMessage error={personality.error} onRetry={() => personality.refetch()} />
      ) : (
        <Skeleton height={120} count={3} />
      )}
    </Scene>
  );
}

function Loaded({ personality }: { personality: Personality }) {
  const { id, name, emoji, primary, active, deletedAt, version } = personality;
  const { tab } = route.useSearch();
  const mayManage = useCan('voices:manage');
  const mayTalk = useCan('conversations:write');
  // Here, so that it outlives a look at another tab.
  const draft = useDraft(personality);
  const unsaved = draft.changes.length > 0;
  const here = { to: '/personalities/$id', params: { id } } as const;
  return (
    <Scene
      title={name}
      crumb={CRUMB}
      width="full"
      lead={
        <span className={common.line}>
          {emoji ? <span aria-hidden>{emoji}</span> : null}
          <span>Version {version.number}</span>
          {primary ? (
            <Badge tone="good" icon={<Crown aria-hidden />}>
              Primary
            </Badge>
          ) : null}
          {active || deletedAt ? null : <Badge icon={<CirclePause aria-hidden />}>Switched off</Badge>}
          {deletedAt ? <Badge tone="bad">Deleted</Badge> : null}
        </span>
      }
      actions={
        deletedAt ? null : (
          <>
            {mayTalk ? (
              <Link to="/chat" search={{ personality: id }} className={cx(buttons.button, buttons.plain)}>
                <MessagesSquare aria-hidden />
                Talk to it
              </Link>
            ) : null}
            {mayTalk ? (
              <CallButton name={name} target={{ personalityId: id }}>
                Call it
              </CallButton>
            ) : null}
            {mayManage ? <PersonalityMenu personality={personality} /> : null}
          </>
        )
      }
    >
      <Tabs label={name}>
        <Tab {...here} search={{}} current={tab === undefined}>
          Personality
        </Tab>
        <Tab {...here} search={{ tab: 'voice' }} current={tab === 'voice'}>
          Own voice
        </Tab>
        <Tab {...here} search={{ tab: 'versions' }} current={tab === 'versions'}>
          Versions
        </Tab>
        {mayTalk ? (
          <Tab {...here} search={{ tab: 'conversations' }} current={tab === 'conversations'}>
            Conversations
          </Tab>
        ) : null}
      </Tabs>
      {tab === undefined ? <Editor personality={personality} draft={draft} /> : null}
      {tab === 'voice' ? <OwnVoice personality={personality} /> : null}
      {tab === 'versions' ? <Versions personality={personality} unsaved={unsaved} /> : null}
      {tab === 'conversations' && mayTalk ? <Conversations personality={personality} /> : null}
      <LeaveDialog unsaved={unsaved} name={name} />
    </Scene>
  );
}
