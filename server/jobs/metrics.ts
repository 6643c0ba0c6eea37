import { sql } from 'drizzle-orm';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../db/jobs.ts';
import type { AttemptEnd } from '../studio/generation/runGeneration.ts';
import type { DeliveryEnd } from '../webhooks/deliverWebhook.ts';

/** What a worker tells of its jobs. */
export interface JobMetrics {
  /** A job was taken from the queue, so long after it was due. */
  taken(job: keyof Jobs, waitedMs: number): void;
  /** Times an attempt at generating a version; one that throws was interrupted and runs again. */
  generation(attempt: () => Promise<AttemptEnd['ended']>): Promise<void>;
  /** Counts an attempt at delivering a webhook. */
  delivery(attempt: () => Promise<DeliveryEnd>): Promise<void>;
}

/** Registers the figures of the jobs that this process runs. */
export function createJobMetrics(registry: Registry): JobMetrics {
  const wait = new Histogram({
    name: 'voiceops_job_wait_seconds',
    help: 'Time from when a job was due until a worker took it',
    labelNames: ['job'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1800],
    registers: [registry],
  });
  const generations = new Histogram({
    name: 'voiceops_generation_seconds',
    help: 'Time of an attempt at generating a version, by how it ended',
    labelNames: ['ended'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers: [registry],
  });
  const deliveries = new Counter({
    name: 'voiceops_webhook_deliveries_total',
    help: 'Attempts at delivering a webhook: delivered, retrying (failed, another follows) or failed for good',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    taken: (job, waitedMs) => wait.observe({ job }, waitedMs / 1000),
    async generation(attempt) {
      const startedAt = performance.now();
      let ended: AttemptEnd['ended'] | 'interrupted' = 'interrupted';
      try {
        ended = await attempt();
      } finally {
        if (ended !== 'nothing-to-do') generations.observe({ ended }, (performance.now() - startedAt) / 1000);
      }
    },
    async delivery(attempt) {
      const outcome = await attempt();
      if (outcome !== 'nothing-to-do') deliveries.inc({ outcome });
    },
  };
}

/**
 * Registers how many jobs are due and wait, of the whole installation, asked when it is scraped: on every node,
 * so that it is seen also when all workers are gone. While the database is away it says nothing.
 */
export function measureQueue(registry: Registry, database: Database): void {
  new Gauge({
    name: 'voiceops_queue_jobs',
    help: 'Jobs that are due and wait for a worker, of the whole installation',
    labelNames: ['job'],
    registers: [registry],
    async collect() {
      const depths = await database.outside
        .execute<{ job: keyof Jobs; waiting: number }>(sql`select job, waiting from voiceops_queue_depth()`)
        .catch(() => null);
      this.reset();
      for (const { job, waiting } of depths?.rows ?? []) this.set({ job }, waiting);
    },
  });
}
