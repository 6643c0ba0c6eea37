import { z } from 'zod';
import { Actor, Id, IdParams, Language, MayRepeat, PageQuery, page, Time, text } from '../common.ts';
import { route } from '../route.ts';
import { ScriptText } from './scripts.ts';
import { NewVersion, Version } from './versions.ts';

export const BatchProgress = z.object({
  id: Id,
  projectId: Id,
  total: z.number().int(),
  queued: z.number().int(),
  generating: z.number().int(),
  ready: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  versionIds: z.array(Id),
  createdBy: Actor,
  createdAt: Time,
});
export type BatchProgress = z.infer<typeof BatchProgress>;
/** A batch in a list. */
export const BatchSummary = BatchProgress.omit({ versionIds: true });
export const batchRoutes = {
  createBatch: route({
    method: 'POST',
    path: '/api/v1/projects/:id/batches',
    tag: 'Studio',
    access: 'versions:generate',
    status: 202,
    summary: 'Generate a whole project, some of its scripts, or a list of new lines',
    params: IdParams,
    headers: MayRepeat,
    body: NewVersion.omit({ revisionNumber: true }).extend({
      scriptIds: z.array(Id).min(1).max(500).optional(),
      lines: z
        .array(z.object({ title: text(1, 200), language: Language, text: ScriptText }))
        .min(1)
        .max(500)
        .optional(),
    }),
    reply: BatchProgress,
  }),
  listBatches: route({
    method: 'GET',
    path: '/api/v1/projects/:id/batches',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List the batches of a project, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(BatchSummary),
  }),
  getBatch: route({
    method: 'GET',
    path: '/api/v1/batches/:id',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Get the progress of a batch',
    params: IdParams,
    reply: BatchProgress,
  }),
  cancelBatch: route({
    method: 'POST',
    path: '/api/v1/batches/:id/cancel',
    tag: 'Studio',
    access: 'versions:generate',
    status: 200,
    summary: 'Stop what has not ended of a batch',
    params: IdParams,
    reply: BatchProgress,
  }),
  listBatchVersions: route({
    method: 'GET',
    path: '/api/v1/batches/:id/versions',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List the versions of a batch, in the order of their scripts',
    params: IdParams,
    query: PageQuery,
    reply: page(Version),
  }),
  retryBatch: route({
    method: 'POST',
    path: '/api/v1/batches/:id/retry',
    tag: 'Studio',
    access: 'versions:generate',
    status: 202,
    summary: 'Queue again what failed or was cancelled of a batch',
    params: IdParams,
    headers: MayRepeat,
    reply: BatchProgress,
  }),
};
