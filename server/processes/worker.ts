import type { Registry } from 'prom-client';
import { claimUpkeep } from '../db/upkeep.ts';
import { anchorAudit } from '../identity/audit/anchorAudit.ts';
import { deliverWebhook } from '../jobs/deliverWebhook.ts';
import { forgetDeadJobs } from '../jobs/forgetDeadJobs.ts';
import { generateVersion } from '../jobs/generateVersion.ts';
import { createJobMetrics } from '../jobs/metrics.ts';
import { requeueOverdue } from '../jobs/requeueOverdue.ts';
import { startJobRunner } from '../jobs/runner.ts';
import { runRelease } from '../jobs/runRelease.ts';
import { showSample } from '../jobs/showSample.ts';
import { sweepPending, sweepStrayFiles } from '../studio/audio/sweepAudio.ts';
import { forgetIdempotencyKeys } from '../studio/generation/forgetIdempotencyKeys.ts';
import { recoverGenerations } from '../studio/generation/recoverGenerations.ts';
import { forgetDeliveries } from '../webhooks/forgetDeliveries.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import { repeatedly } from './repeatedly.ts';
import type { Scope } from './scope.ts';

const RECOVER_EVERY_MS = 5_000;
const ANCHOR_EVERY_MS = 60_000;
const REQUEUE_EVERY_MS = 60_000;
const SWEEP_EVERY_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;
const FORGET_EVERY_MS = 3_600_000;

/** Works off the queue and tidies up after crashes. Returns how to drain it. */
export function startWorker(
  foundation: Foundation,
  domain: Domain,
  { registry, scope }: { registry: Registry; scope: Scope },
): () => Promise<void> {
  const { env, log, databaseUrl } = foundation;
  const { studio, channels, webhooks, audit } = domain;
  const metrics = createJobMetrics(registry);
  const runner = startJobRunner({
    url: databaseUrl,
    concurrency: env.VOICEOPS_GENERATION_CONCURRENCY,
    log,
    onTaken: metrics.taken,
    handlers: {
      generateVersion: (payload, context) =>
        metrics.generation(() => generateVersion(studio, payload, context)),
      deliverWebhook: (payload) => metrics.delivery(() => deliverWebhook(webhooks, payload)),
      runRelease: (payload, { attempt, maxAttempts }) =>
        runRelease(channels, payload, attempt >= maxAttempts),
      showSample: (payload) => showSample({ database: studio.database, channels }, payload),
    },
  });
  let running = true;
  const drain = async () => {
    if (!running) return;
    running = false;
    await runner.stop({ graceMs: env.VOICEOPS_DRAIN_SECONDS * 1000 });
  };
  scope.defer(drain);
  scope.defer(repeatedly('recover generations', RECOVER_EVERY_MS, () => recoverGenerations(studio), log));
  const { database } = studio;
  scope.defer(repeatedly('requeue overdue work', REQUEUE_EVERY_MS, () => requeueOverdue(database), log));
  scope.defer(repeatedly('sweep audio', SWEEP_EVERY_MS, () => sweepPending(studio), log));
  const daily = async (name: string, work: () => Promise<unknown>) => {
    if (await claimUpkeep(database, name, DAY_MS)) await work();
  };
  const sweepFiles = () => daily('sweep files', () => sweepStrayFiles(studio));
  scope.defer(repeatedly('sweep files', FORGET_EVERY_MS, sweepFiles, log));
  const forgetOld = () => daily('forget deliveries', () => forgetDeliveries(database));
  scope.defer(repeatedly('forget deliveries', FORGET_EVERY_MS, forgetOld, log));
  const forget = () => forgetIdempotencyKeys(database);
  scope.defer(repeatedly('forget idempotency keys', FORGET_EVERY_MS, forget, log));
  const forgetJobs = () => forgetDeadJobs(databaseUrl, log);
  scope.defer(repeatedly('forget dead jobs', FORGET_EVERY_MS, forgetJobs, log));
  const anchor = async () => {
    for (const { workspaceId } of await anchorAudit(audit))
      log.error({ workspaceId }, 'the audit log does not continue what was anchored');
  };
  scope.defer(repeatedly('anchor the audit log', ANCHOR_EVERY_MS, anchor, log));
  return drain;
}
