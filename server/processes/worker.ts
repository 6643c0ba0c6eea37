import type { Registry } from 'prom-client';
import { finishCall } from '../calls/record/finishCall.ts';
import { alignByEar } from '../calls/record/redaction/alignByEar.ts';
import { checkVersion } from '../jobs/checkVersion.ts';
import { deliverWebhook } from '../jobs/deliverWebhook.ts';
import { generateVersion } from '../jobs/generateVersion.ts';
import { createJobMetrics } from '../jobs/metrics.ts';
import { pullVoice } from '../jobs/pullVoice.ts';
import { type JobHandlers, startJobRunner } from '../jobs/runner.ts';
import { runRelease } from '../jobs/runRelease.ts';
import { showSample } from '../jobs/showSample.ts';
import { trainVoice } from '../jobs/trainVoice.ts';
import { endConsent } from '../voices/custom/consent.ts';
import { removeCopy } from '../voices/custom/engineCopy.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';
import { startUpkeep } from './upkeep.ts';

const UNHURRIED_AT_ONCE = 2;

/** Works off the queue and tidies up after crashes. Returns how to drain it. */
export function startWorker(
  foundation: Foundation,
  domain: Domain,
  { registry, scope }: { registry: Registry; scope: Scope },
): () => Promise<void> {
  const { env, log, databaseUrl } = foundation;
  const { studio, channels, webhooks, voices, ears } = domain;
  const align = alignByEar(ears.recognizers);
  const metrics = createJobMetrics(registry);
  const runner = (concurrency: number, handlers: Partial<JobHandlers>) =>
    startJobRunner({ url: databaseUrl, concurrency, log, onTaken: metrics.taken, handlers });
  const runners = [
    runner(env.VOICEOPS_GENERATION_CONCURRENCY, {
      generateVersion: (payload, context) =>
        metrics.generation(() => generateVersion(studio, payload, context)),
      deliverWebhook: (payload) => metrics.delivery(() => deliverWebhook(webhooks, payload)),
      runRelease: (payload, { attempt, maxAttempts }) =>
        runRelease(channels, payload, attempt >= maxAttempts),
      endConsent: (payload) => endConsent(voices, payload),
      showSample: (payload) => showSample({ database: studio.database, channels }, payload),
    }),
    // What takes long and nobody waits for must not hold the places of what people do wait for.
    runner(UNHURRIED_AT_ONCE, {
      checkVersion: (payload, context) => checkVersion(studio, ears, payload, context),
      pullVoice: (payload, context) => pullVoice(domain.pulls, payload, context),
      trainVoice: (payload, context) => trainVoice(voices, payload, context),
      removeVoiceCopy: (payload) => removeCopy(voices, payload),
      finishCall: (payload) => finishCall({ ...domain.callStore, align }, payload),
    }),
  ];
  let running = true;
  const drain = async () => {
    if (!running) return;
    running = false;
    const graceMs = env.VOICEOPS_DRAIN_SECONDS * 1000;
    await Promise.all(runners.map((each) => each.stop({ graceMs })));
  };
  scope.defer(drain);
  startUpkeep(foundation, domain, { registry, scope });
  return drain;
}
