import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { callQuery } from '../../../api/calls.ts';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { Scene } from '../../../components/Scene.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { CallView } from './CallView.tsx';

const route = getRouteApi('/frame/calls/$callId');

/** One call, as it was kept. */
export function CallScene() {
  const { callId } = route.useParams();
  const call = useQuery(callQuery(callId));
  if (call.data) return <CallView key={callId} call={call.data} />;
  return (
    <Scene title="Call" crumb={<Link to="/calls/history">Calls</Link>}>
      {call.error ? (
        <ProblemMessage error={call.error} onRetry={() => void call.refetch()} />
      ) : (
        <Skeleton height={120} count={3} />
      )}
    </Scene>
  );
}
