import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '../../../shared/api/studio.ts';
import { itemsOf } from '../../api/pages.ts';
import { scriptsQuery } from '../../api/studio.ts';
import { BatchDialog } from './BatchDialog.tsx';
import { ChooseScripts } from './ChooseScripts.tsx';

/** Generates a version of each of a project's scripts, or of some. */
export function GenerateAll({ project, onClose }: { project: Project; onClose: () => void }) {
  const scripts = useInfiniteQuery(scriptsQuery(project.id));
  /** Null: all of them, also those that are not listed yet. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const spoken = itemsOf(scripts.data).filter((script) => chosen?.has(script.id) ?? true);
  return (
    <BatchDialog
      title={`Generate all of ${project.name}`}
      project={project}
      count={chosen?.size ?? project.scriptCount}
      languages={scripts.isSuccess ? spoken.map(({ language }) => language) : null}
      of={chosen ? { scriptIds: [...chosen] } : {}}
      onClose={onClose}
    >
      <ChooseScripts query={scripts} total={project.scriptCount} chosen={chosen} onChange={setChosen} />
    </BatchDialog>
  );
}
