import { choiceParam, type RawSearch, textParam } from '../../search.ts';

export interface ProjectsSearch {
  /** Id of the one project that is shown; all without. */
  project?: string;
  /** What is being created. */
  create?: 'project' | 'script' | 'batch' | 'lines';
}

export const projectsSearch = (raw: RawSearch): ProjectsSearch => ({
  project: textParam(raw.project),
  create: choiceParam(raw.create, ['project', 'script', 'batch', 'lines']),
});
