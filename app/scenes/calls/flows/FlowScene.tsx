import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Archive } from 'lucide-react';
import type { FlowDetail } from '../../../../shared/api/calls/flows.ts';
import { flowQuery } from '../../../api/flows.ts';
import { CallButton } from '../../../call/CallButton.tsx';
import { Badge } from '../../../components/Badge.tsx';
import common from '../../../components/common.module.css';
import { LeaveDialog } from '../../../components/LeaveDialog.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { Scene } from '../../../components/Scene.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { Tab, Tabs } from '../../../components/Tabs.tsx';
import { useCan } from '../../../frame/useMe.ts';
import { FlowEditor } from './edit/FlowEditor.tsx';
import { SaveBar } from './edit/SaveBar.tsx';
import { useFlowDraft } from './edit/useFlowDraft.ts';
import { useProblems } from './edit/useProblems.ts';
import { FlowMenu } from './FlowMenu.tsx';
import { FlowVersions } from './history/FlowVersions.tsx';
import { TryFlow } from './try/TryFlow.tsx';

const route = getRouteApi('/frame/calls/flows/$flowId');

const CRUMB = <Link to="/calls/flows">All flows</Link>;

/** One flow: what happens to a call, step by step. */
export function FlowScene() {
  const { flowId } = route.useParams();
  const flow = useQuery(flowQuery(flowId));
  if (flow.data) return <Loaded key={flowId} flow={flow.data} />;
  return (
    <Scene title="Flow" crumb={CRUMB}>
      {flow.error ? (
        <ProblemMessage error={flow.error} onRetry={() => flow.refetch()} />
      ) : (
        <Skeleton height={120} count={3} />
      )}
    </Scene>
  );
}

function Loaded({ flow }: { flow: FlowDetail }) {
  const { id, name, description, version, content, numbers, archived } = flow;
  const { tab } = route.useSearch();
  const mayManage = useCan('calls:manage');
  const mayCall = useCan('conversations:write');
  // Here, so that it outlives a look at the versions.
  const draft = useFlowDraft({ version, content });
  const problems = useProblems(draft.content);
  const unsaved = draft.changes.length > 0;
  const here = { to: '/calls/flows/$flowId', params: { flowId: id } } as const;
  return (
    <Scene
      title={name}
      crumb={CRUMB}
      width="full"
      lead={
        <>
          <span className={common.line}>
            <span>Version {version}</span>
            {archived ? <Badge icon={<Archive aria-hidden />}>Archived</Badge> : null}
            {numbers.length > 0 ? <span>· {numbers.join(', ')}</span> : null}
          </span>
          {description}
        </>
      }
      actions={
        <>
          {mayCall ? (
            <CallButton
              name={name}
              target={{ flowId: id }}
              title={unsaved ? 'What is saved is called' : undefined}
            >
              Call this agent
            </CallButton>
          ) : null}
          {mayManage ? <FlowMenu flow={flow} /> : null}
        </>
      }
    >
      <Tabs label={name}>
        <Tab {...here} search={{}} current={tab === undefined}>
          Flow
        </Tab>
        <Tab {...here} search={{ tab: 'versions' }} current={tab === 'versions'}>
          Versions
        </Tab>
      </Tabs>
      {tab === 'versions' ? (
        <FlowVersions flowId={id} newest={version} mayManage={mayManage} />
      ) : (
        <FlowEditor draft={draft} problems={problems} mayManage={mayManage} tryIt={<TryFlow flowId={id} />} />
      )}
      {unsaved ? (
        <SaveBar flowId={id} draft={draft} broken={problems.some(({ severity }) => severity === 'error')} />
      ) : null}
      <LeaveDialog unsaved={unsaved} name={name} />
    </Scene>
  );
}
