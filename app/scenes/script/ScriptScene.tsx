import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { scriptQuery } from '../../api/studio.ts';
import { Button } from '../../components/Button.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useCan } from '../../frame/useMe.ts';
import { RenameScript } from './RenameScript.tsx';
import { Workbench } from './Workbench.tsx';

const route = getRouteApi('/frame/scripts/$scriptId');

/** Write a script, hear it, and see every version of it. */
export function ScriptScene() {
  const { scriptId } = route.useParams();
  const { selected, revision } = route.useSearch();
  const navigate = route.useNavigate();
  const script = useQuery(scriptQuery(scriptId));
  const mayWrite = useCan('scripts:write');
  const [renaming, setRenaming] = useState(false);
  return (
    <Scene
      title={script.data?.title ?? 'Script'}
      width="full"
      crumb={script.data ? <Link to="/projects">{script.data.project.name}</Link> : null}
      actions={script.data && mayWrite ? <Button onClick={() => setRenaming(true)}>Rename</Button> : null}
    >
      {script.error ? <ProblemMessage error={script.error} onRetry={() => script.refetch()} /> : null}
      {script.isPending ? <Skeleton height={240} /> : null}
      {script.data ? (
        <Workbench
          key={script.data.id}
          script={script.data}
          selected={selected?.split(',').filter(Boolean) ?? []}
          onSelected={(ids) =>
            navigate({ search: { revision, selected: ids.join(',') || undefined }, replace: true })
          }
          revision={revision}
          onRevision={(number) =>
            navigate({ search: { selected, revision: number }, replace: revision !== undefined })
          }
        />
      ) : null}
      {script.data && renaming ? (
        <RenameScript script={script.data} onClose={() => setRenaming(false)} />
      ) : null}
    </Scene>
  );
}
