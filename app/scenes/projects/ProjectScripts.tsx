import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ellipsis, ListChecks, ListPlus, PencilLine, Plus, Sparkles } from 'lucide-react';
import { useState } from 'react';
import type { Project, ScriptSummary } from '../../../shared/api/studio.ts';
import { latestBatchQuery } from '../../api/batches.ts';
import { itemsOf } from '../../api/pages.ts';
import { scriptsQuery } from '../../api/studio.ts';
import { Badge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { Time } from '../../components/Time.tsx';
import { PURPOSE_LABELS } from '../../format/labels.ts';
import { languageName } from '../../format/language.ts';
import { ChangeProject } from './ChangeProject.tsx';
import styles from './ProjectScripts.module.css';
import { RunningBatch } from './RunningBatch.tsx';

function ScriptRow({ script }: { script: ScriptSummary }) {
  const { latestVersion: latest } = script;
  return (
    <li>
      <Link to="/scripts/$scriptId" params={{ scriptId: script.id }} className={styles.script}>
        <span className={styles.title}>{script.title}</span>
        <span className={styles.status}>
          {latest ? (
            <>
              <span className={styles.number}>v{latest.number}</span>
              <StatusBadge state={latest.state} status={latest.status} />
            </>
          ) : (
            <span className={styles.faint}>No audio yet</span>
          )}
        </span>
        <span className={styles.language}>{languageName(script.language)}</span>
        <span className={styles.when}>
          <Time at={script.updatedAt} />
        </span>
      </Link>
    </li>
  );
}

/** A project with its scripts. */
export function ProjectScripts({
  project,
  mayWrite,
  onNewScript,
  mayGenerate,
  onGenerateAll,
  onGenerateLines,
}: {
  project: Project;
  mayWrite: boolean;
  onNewScript: () => void;
  mayGenerate: boolean;
  onGenerateAll: () => void;
  onGenerateLines: () => void;
}) {
  const scripts = useInfiniteQuery(scriptsQuery(project.id));
  const [changing, setChanging] = useState(false);
  const { data: latest } = useQuery(latestBatchQuery(project.id));
  const items = itemsOf(scripts.data);
  return (
    <section className={styles.project} aria-labelledby={`project-${project.id}`}>
      <header className={styles.head}>
        <h2 id={`project-${project.id}`}>{project.name}</h2>
        <Badge>{PURPOSE_LABELS[project.purpose]}</Badge>
        <div className={styles.tools}>
          {mayGenerate && project.scriptCount > 0 ? (
            <IconButton
              size="small"
              label={`Generate all of ${project.name}`}
              icon={<Sparkles />}
              onClick={onGenerateAll}
            />
          ) : null}
          {mayWrite ? (
            <IconButton
              size="small"
              label={`New script in ${project.name}`}
              icon={<Plus />}
              onClick={onNewScript}
            />
          ) : null}
          {mayWrite || latest ? (
            <Menu
              trigger={<IconButton size="small" label={`More for ${project.name}`} icon={<Ellipsis />} />}
            >
              {mayWrite ? (
                <MenuItem icon={<PencilLine aria-hidden />} onSelect={() => setChanging(true)}>
                  Rename or change purpose
                </MenuItem>
              ) : null}
              {mayWrite && mayGenerate ? (
                <MenuItem icon={<ListPlus aria-hidden />} onSelect={onGenerateLines}>
                  Add lines
                </MenuItem>
              ) : null}
              {latest ? (
                <MenuItem asChild>
                  <Link to="/batches/$batchId" params={{ batchId: latest.id }}>
                    <ListChecks aria-hidden /> Last batch
                  </Link>
                </MenuItem>
              ) : null}
            </Menu>
          ) : null}
        </div>
      </header>
      {latest && latest.queued + latest.generating > 0 ? <RunningBatch batch={latest} /> : null}
      {scripts.error ? <ProblemMessage error={scripts.error} onRetry={() => void scripts.refetch()} /> : null}
      {scripts.isPending ? (
        <Skeleton height={40} count={Math.min(4, Math.max(1, project.scriptCount))} />
      ) : items.length === 0 ? (
        <p className={styles.empty}>No scripts in this project yet.</p>
      ) : (
        <ul className={styles.list}>
          {items.map((script) => (
            <ScriptRow key={script.id} script={script} />
          ))}
        </ul>
      )}
      <MoreButton query={scripts} what="scripts" />
      {changing ? <ChangeProject project={project} onClose={() => setChanging(false)} /> : null}
    </section>
  );
}
