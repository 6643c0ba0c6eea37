import type { FastifyInstance } from 'fastify';
import { studioRoutes as routes } from '../../../shared/api/studio.ts';
import { createProject } from '../../studio/projects/createProject.ts';
import { getProject, listProjects } from '../../studio/projects/readProjects.ts';
import { updateProject } from '../../studio/projects/updateProject.ts';
import { createScript } from '../../studio/scripts/createScript.ts';
import { getScript, listRevisions, listScripts } from '../../studio/scripts/readScripts.ts';
import { writeScript } from '../../studio/scripts/writeScript.ts';
import { search } from '../../studio/search.ts';
import type { Studio } from '../../studio/studio.ts';
import { serve } from '../serve.ts';

/** Projects, scripts with their revisions, and the search for them. */
export function mountProjects(app: FastifyInstance, studio: Studio): void {
  serve(app, routes.listProjects, ({ caller, query }) => listProjects(studio, caller, query));
  serve(app, routes.createProject, ({ caller, body }) => createProject(studio, caller, body));
  serve(app, routes.getProject, ({ caller, params }) => getProject(studio, caller, params.id));
  serve(app, routes.updateProject, ({ caller, params, body }) =>
    updateProject(studio, caller, { id: params.id, ...body }),
  );
  serve(app, routes.listScripts, ({ caller, params, query }) =>
    listScripts(studio, caller, { projectId: params.id, ...query }),
  );
  serve(app, routes.createScript, ({ caller, params, body }) =>
    createScript(studio, caller, { projectId: params.id, ...body }),
  );
  serve(app, routes.getScript, ({ caller, params }) => getScript(studio, caller, params.id));
  serve(app, routes.writeScript, ({ caller, params, body }) =>
    writeScript(studio, caller, { id: params.id, ...body }),
  );
  serve(app, routes.listRevisions, ({ caller, params, query }) =>
    listRevisions(studio, caller, { scriptId: params.id, ...query }),
  );
  serve(app, routes.search, async ({ caller, query }) => ({
    items: await search(studio, caller, query.q),
    nextCursor: null,
  }));
}
