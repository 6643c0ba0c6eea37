import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FolderPlus, Plus, SquarePen } from 'lucide-react';
import { projectsQuery } from '../../api/studio.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useCan } from '../../frame/useMe.ts';
import { CreateProject } from './CreateProject.tsx';
import { CreateScript } from './CreateScript.tsx';
import { GenerateAll } from './GenerateAll.tsx';
import { GenerateLines } from './GenerateLines.tsx';
import { ProjectScripts } from './ProjectScripts.tsx';
import type { ProjectsSearch } from './search.ts';

const route = getRouteApi('/frame/projects');

/** All scripts, grouped by project. */
export function ProjectsScene() {
  const { project: chosen, create } = route.useSearch();
  const navigate = route.useNavigate();
  const projects = useQuery(projectsQuery);
  const mayWrite = useCan('scripts:write');
  const mayGenerate = useCan('versions:generate');
  const open = (what: ProjectsSearch['create'], project = chosen) =>
    navigate({ search: { create: what, project } });
  const shown = projects.data?.filter((project) => !chosen || project.id === chosen) ?? [];
  return (
    <Scene
      title={(chosen && shown[0]?.name) || 'Scripts'}
      crumb={chosen ? <Link to="/projects">All scripts</Link> : null}
      lead={chosen ? null : 'What your voices say, grouped by project.'}
      actions={
        mayWrite && projects.data?.length ? (
          <>
            <Button icon={<FolderPlus aria-hidden />} onClick={() => open('project')}>
              New project
            </Button>
            <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => open('script')}>
              New script
            </Button>
          </>
        ) : null
      }
    >
      <Loaded query={projects} shape={<Skeleton height={160} count={3} />}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<SquarePen />}
              title="Start with a project"
              action={
                mayWrite ? (
                  <Button kind="primary" onClick={() => open('project')}>
                    Create a project
                  </Button>
                ) : null
              }
            >
              A project holds the scripts of one purpose: a support line, a sales intro, a course.
            </EmptyState>
          ) : shown.length === 0 ? (
            <EmptyState title="This project is gone" action={<Link to="/projects">Show all scripts</Link>} />
          ) : (
            shown.map((project) => (
              <ProjectScripts
                key={project.id}
                project={project}
                mayWrite={mayWrite}
                onNewScript={() => open('script', project.id)}
                mayGenerate={mayGenerate}
                onGenerateAll={() => open('batch', project.id)}
                onGenerateLines={() => open('lines', project.id)}
              />
            ))
          )
        }
      </Loaded>
      {create === 'project' && mayWrite ? <CreateProject onClose={() => open(undefined)} /> : null}
      {create === 'script' && mayWrite && projects.data ? (
        <CreateScript projects={projects.data} projectId={chosen} onClose={() => open(undefined)} />
      ) : null}
      {create === 'batch' && mayGenerate && chosen && shown[0] ? (
        <GenerateAll project={shown[0]} onClose={() => open(undefined)} />
      ) : null}
      {create === 'lines' && mayWrite && mayGenerate && chosen && shown[0] ? (
        <GenerateLines project={shown[0]} onClose={() => open(undefined)} />
      ) : null}
    </Scene>
  );
}
