import type { FastifyInstance } from 'fastify';
import { dictionaryRoutes as routes } from '../../../shared/api/dictionaries.ts';
import { listAffected } from '../../studio/dictionary/affectedVersions.ts';
import { getDictionary, listDictionaries } from '../../studio/dictionary/readDictionary.ts';
import { regenerateAffected } from '../../studio/dictionary/regenerate.ts';
import { saveDictionary } from '../../studio/dictionary/saveDictionary.ts';
import type { GenerationBudget } from '../../studio/generation/budget.ts';
import type { Studio } from '../../studio/studio.ts';
import { serve } from '../serve.ts';

/** How words are pronounced: the dictionary, its history, and what it changes in approved versions. */
export function mountDictionaries(app: FastifyInstance, studio: Studio, budget: GenerationBudget): void {
  serve(app, routes.listDictionaries, ({ caller, query }) => listDictionaries(studio, caller, query));
  serve(app, routes.getDictionary, ({ caller, params }) => getDictionary(studio, caller, params.number));
  serve(app, routes.saveDictionary, ({ caller, body }) => saveDictionary(studio, caller, body));
  serve(app, routes.listAffectedVersions, ({ caller, params }) =>
    listAffected(studio, caller, params.number),
  );
  serve(app, routes.regenerateAffected, async ({ caller, params, body }) => ({
    batches: await regenerateAffected(studio, caller, { ...params, ...body }, budget),
  }));
}
