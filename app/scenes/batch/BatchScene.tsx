import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import { batchQuery, batchVersionsQuery, cancelBatch, retryBatch } from '../../api/batches.ts';
import { itemsOf } from '../../api/pages.ts';
import { sameIntent } from '../../api/sameIntent.ts';
import { projectsQuery } from '../../api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Time } from '../../components/Time.tsx';
import { notifyProblem } from '../../components/Toast.tsx';
import { useCan } from '../../frame/useMe.ts';
import { BatchRow } from './BatchRow.tsx';
import styles from './BatchScene.module.css';
import { batchInWords } from './batchInWords.ts';

const route = getRouteApi('/frame/batches/$batchId');

/** A batch of generations: how far it is, and what came of it. */
export function BatchScene() {
  const { batchId } = route.useParams();
  const client = useQueryClient();
  const mayGenerate = useCan('versions:generate');
  const batch = useQuery(batchQuery(batchId));
  const versions = useInfiniteQuery(batchVersionsQuery(batchId));
  const projects = useQuery(projectsQuery);
  const onError = notifyProblem;
  const onSettled = () => client.invalidateQueries({ queryKey: ['batches'] });
  const cancel = useMutation({ mutationFn: () => cancelBatch(batchId), onError, onSettled });
  const [once] = useState(sameIntent);
  const again = () => once(batchId, (key) => retryBatch(batchId, key));
  const retry = useMutation({ mutationFn: again, onError, onSettled });
  const project = projects.data?.find((one) => one.id === batch.data?.projectId);
  const working = batch.data ? batch.data.queued + batch.data.generating : 0;
  const unmade = batch.data ? batch.data.failed + batch.data.cancelled : 0;
  return (
    <Scene
      title={batch.data ? `Batch of ${batch.data.total}` : 'Batch'}
      crumb={
        project ? (
          <Link to="/projects" search={{ project: project.id }}>
            {project.name}
          </Link>
        ) : null
      }
      lead={
        batch.data ? (
          <>
            Asked for by <Who actor={batch.data.createdBy} /> · <Time at={batch.data.createdAt} />
          </>
        ) : null
      }
      actions={
        mayGenerate && working > 0 ? (
          <Button icon={<Square aria-hidden />} busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Stop the rest
          </Button>
        ) : mayGenerate && unmade > 0 ? (
          <Button icon={<RotateCcw aria-hidden />} busy={retry.isPending} onClick={() => retry.mutate()}>
            Try {unmade} again
          </Button>
        ) : null
      }
    >
      {batch.error ? <ProblemMessage error={batch.error} onRetry={() => void batch.refetch()} /> : null}
      {batch.data ? (
        <div className={styles.state}>
          <progress
            className={styles.progress}
            value={batch.data.total - working}
            max={batch.data.total}
            aria-label="Progress of the batch"
          />
          <p role="status">{batchInWords(batch.data)}</p>
        </div>
      ) : null}
      {versions.isPending && !batch.error ? <Skeleton height={52} count={4} /> : null}
      {versions.data ? (
        <ol className={styles.list} aria-label="Versions of the batch">
          {itemsOf(versions.data).map((version) => (
            <BatchRow key={version.id} version={version} />
          ))}
        </ol>
      ) : null}
      <MoreButton query={versions} what="versions" />
    </Scene>
  );
}
