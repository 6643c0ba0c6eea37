import type { FastifyInstance, FastifyRequest } from 'fastify';
import { studioRoutes as routes } from '../../../shared/api/studio.ts';
import { openAudio } from '../../studio/audio/openAudio.ts';
import { checkVersion, getVersionChecks } from '../../studio/checks/readChecks.ts';
import type { GenerationBudget } from '../../studio/generation/budget.ts';
import { cancelBatch } from '../../studio/generation/cancelBatch.ts';
import { cancelVersion } from '../../studio/generation/cancelVersion.ts';
import { createBatch } from '../../studio/generation/createBatch.ts';
import { generateVersion } from '../../studio/generation/generateVersion.ts';
import { getBatch, listBatches, listBatchVersions } from '../../studio/generation/readBatch.ts';
import { retryBatch } from '../../studio/generation/retryBatch.ts';
import { retryVersion } from '../../studio/generation/retryVersion.ts';
import type { Studio } from '../../studio/studio.ts';
import { compareVersions } from '../../studio/versions/compareVersions.ts';
import { getPeaks, getVersion } from '../../studio/versions/getVersion.ts';
import { listVersions } from '../../studio/versions/listVersions.ts';
import { serve } from '../serve.ts';
import { sendAudio } from './sendAudio.ts';

/** The Idempotency-Key of a request that has one. */
function keyOf({ headers }: FastifyRequest): { idempotencyKey?: string } {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? { idempotencyKey: key } : {};
}

/** Versions: generating, reading, comparing, hearing them; one by one and in batches. */
export function mountVersions(app: FastifyInstance, studio: Studio, budget: GenerationBudget): void {
  serve(app, routes.listVersions, ({ caller, params, query }) =>
    listVersions(studio, caller, { scriptId: params.id, ...query }),
  );
  serve(app, routes.generateVersion, ({ caller, params, body, request }) =>
    generateVersion(studio, caller, { scriptId: params.id, ...body, ...keyOf(request) }, budget),
  );
  serve(app, routes.compareVersions, ({ caller, query }) => compareVersions(studio, caller, query.ids));
  serve(app, routes.getVersion, ({ caller, params }) => getVersion(studio, caller, params.id));
  serve(app, routes.getVersionAudio, async ({ caller, params, query, request, reply }) => {
    const c2pa = query.c2pa ?? (query.download === undefined ? 'none' : 'embed');
    const marking = c2pa === 'embed' ? 'marked' : 'plain';
    const audio = await openAudio(studio, caller.workspaceId, params.id, query.format, marking);
    return sendAudio(request, reply, audio, query.download !== undefined);
  });
  serve(app, routes.getVersionPeaks, ({ caller, params }) => getPeaks(studio, caller, params.id));
  serve(app, routes.getVersionChecks, ({ caller, params }) => getVersionChecks(studio, caller, params.id));
  serve(app, routes.checkVersion, ({ caller, params }) => checkVersion(studio, caller, params.id));
  serve(app, routes.cancelVersion, ({ caller, params }) => cancelVersion(studio, caller, params.id));
  serve(app, routes.retryVersion, ({ caller, params, request }) =>
    retryVersion(studio, caller, { ...params, ...keyOf(request) }, budget),
  );
  serve(app, routes.createBatch, ({ caller, params, body, request }) =>
    createBatch(studio, caller, { projectId: params.id, ...body, ...keyOf(request) }, budget),
  );
  serve(app, routes.listBatches, ({ caller, params, query }) =>
    listBatches(studio, caller, { ...params, ...query }),
  );
  serve(app, routes.listBatchVersions, ({ caller, params, query }) =>
    listBatchVersions(studio, caller, { ...params, ...query }),
  );
  serve(app, routes.retryBatch, ({ caller, params, request }) =>
    retryBatch(studio, caller, { ...params, ...keyOf(request) }, budget),
  );
  serve(app, routes.getBatch, ({ caller, params }) => getBatch(studio, caller, params.id));
  serve(app, routes.cancelBatch, ({ caller, params }) => cancelBatch(studio, caller, params.id));
}
