import type { FastifyInstance } from 'fastify';
import { personalityRoutes as routes } from '../../../shared/api/personalities.ts';
import { PERSONALITY_TEMPLATES } from '../../../shared/personalities/templates.ts';
import { changePersonality } from '../../personalities/changePersonality.ts';
import { copyPersonality, createPersonality } from '../../personalities/createPersonality.ts';
import { deletePersonality } from '../../personalities/deletePersonality.ts';
import type { Personalities } from '../../personalities/personalities.ts';
import { getInstructions, getPersonality, listPersonalities } from '../../personalities/readPersonalities.ts';
import { compareVersions, getVersion, listVersions, restoreVersion } from '../../personalities/versions.ts';
import { serve } from '../serve.ts';

/** Personalities, what they are told to be, and their versions. */
export function mountPersonalities(app: FastifyInstance, deps: Personalities): void {
  serve(app, routes.listPersonalities, ({ caller, query }) => listPersonalities(deps, caller, query));
  serve(app, routes.listPersonalityTemplates, async () => ({
    items: [...PERSONALITY_TEMPLATES],
    nextCursor: null,
  }));
  serve(app, routes.createPersonality, ({ caller, body }) => createPersonality(deps, caller, body));
  serve(app, routes.getPersonality, ({ caller, params }) => getPersonality(deps, caller, params.id));
  serve(app, routes.updatePersonality, ({ caller, params, body }) =>
    changePersonality(deps, caller, params.id, body),
  );
  serve(app, routes.deletePersonality, async ({ caller, params, query }) => {
    await deletePersonality(deps, caller, params.id, query);
    return undefined;
  });
  serve(app, routes.copyPersonality, ({ caller, params, body }) =>
    copyPersonality(deps, caller, params.id, body),
  );
  serve(app, routes.getPersonalityInstructions, ({ caller, params, query }) =>
    getInstructions(deps, caller, params.id, query.version),
  );
  serve(app, routes.listPersonalityVersions, ({ caller, params, query }) =>
    listVersions(deps, caller, params.id, query),
  );
  serve(app, routes.comparePersonalityVersions, ({ caller, params, query }) =>
    compareVersions(deps, caller, params.id, query),
  );
  serve(app, routes.getPersonalityVersion, ({ caller, params }) =>
    getVersion(deps, caller, params.id, params.number),
  );
  serve(app, routes.restorePersonalityVersion, ({ caller, params, body }) =>
    restoreVersion(deps, caller, params.id, params.number, body),
  );
}
