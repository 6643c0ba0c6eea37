import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { scriptQuery } from '../../api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { PURPOSE_LABELS } from '../../format/labels.ts';
import { languageName } from '../../format/language.ts';
import { useCan } from '../../frame/useMe.ts';
import { ChangeScript } from './ChangeScript.tsx';
import { Workbench } from './Workbench.tsx';

const route = getRouteApi('/frame/scripts/$scriptId');

const idsOf = (selected: string | undefined) => selected?.split(',').filter(Boolean) ?? [];

/** The address of what is chosen, with this one too or without it. */
function chosen(selected: string | undefined, id: string, on: boolean): string | undefined {
  const others = idsOf(selected).filter((one) => one !== id);
  return (on ? [...others, id] : others).join(',') || undefined;
}

/** Write a script, hear it, and see every version of it. */
export function ScriptScene() {
  const { scriptId } = route.useParams();
  const { selected, revision } = route.useSearch();
  const navigate = route.useNavigate();
  const script = useQuery(scriptQuery(scriptId));
  const mayWrite = useCan('scripts:write');
  const [changing, setChanging] = useState(false);
  return (
    <Scene
      title={script.data?.title ?? 'Script'}
      width="full"
      crumb={script.data ? <Link to="/projects">{script.data.project.name}</Link> : null}
      lead={
        script.data ? (
          <span className={common.line}>
            <span>{languageName(script.data.language)}</span>
            <span>· written for {PURPOSE_LABELS[script.data.project.purpose].toLowerCase()}, owned by</span>
            <Who actor={script.data.owner} />
          </span>
        ) : null
      }
      actions={script.data && mayWrite ? <Button onClick={() => setChanging(true)}>Change</Button> : null}
    >
      {script.error ? <ProblemMessage error={script.error} onRetry={() => script.refetch()} /> : null}
      {script.isPending ? <Skeleton height={240} /> : null}
      {script.data ? (
        <Workbench
          key={script.data.id}
          script={script.data}
          selected={idsOf(selected)}
          onSelect={(id, on) =>
            navigate({ search: (now) => ({ ...now, selected: chosen(now.selected, id, on) }), replace: true })
          }
          revision={revision}
          onRevision={(number) =>
            navigate({ search: { selected, revision: number }, replace: revision !== undefined })
          }
        />
      ) : null}
      {script.data && changing ? (
        <ChangeScript script={script.data} onClose={() => setChanging(false)} />
      ) : null}
    </Scene>
  );
}
