import type { FastifyInstance } from 'fastify';
import { voiceCatalogueRoutes } from '../../../shared/api/voiceCatalogue.ts';
import {
  cancelPull,
  findVoice,
  listCatalogue,
  removeVoice,
  requestPull,
  type VoicePulls,
} from '../../voices/pulls.ts';
import { serve } from '../serve.ts';

/** Voices that can be fetched. */
export function mountVoiceCatalogue(app: FastifyInstance, pulls: VoicePulls): void {
  serve(app, voiceCatalogueRoutes.listVoiceCatalogue, ({ caller }) =>
    listCatalogue(pulls, caller.workspaceId),
  );
  serve(app, voiceCatalogueRoutes.findCatalogueVoice, ({ params }) => findVoice(pulls, params.id));
  serve(app, voiceCatalogueRoutes.pullVoice, ({ params, caller }) => requestPull(pulls, caller, params.id));
  serve(app, voiceCatalogueRoutes.cancelVoicePull, async ({ params, caller, reply }) => {
    await cancelPull(pulls, caller, params.id);
    return reply.status(204).send();
  });
  serve(app, voiceCatalogueRoutes.removeVoice, async ({ params, caller, reply }) => {
    await removeVoice(pulls, caller, params.id);
    return reply.status(204).send();
  });
}
