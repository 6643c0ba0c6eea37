import { Gauge, type Registry } from 'prom-client';
import { loseCalls } from '../calls/record/loseCalls.ts';
import { takeTurn } from '../db/upkeep.ts';
import { forgetOldAnswers } from '../dialogue/chat/cachedAnswers.ts';
import { tellWhoWaits } from '../dialogue/handover/tellWhoWaits.ts';
import { sweepSessions } from '../dialogue/sessions/sessions.ts';
import { forgetOldCalls } from '../dialogue/tools/forgetOldCalls.ts';
import { anchorAudit } from '../identity/audit/anchorAudit.ts';
import { forgetDeadJobs } from '../jobs/forgetDeadJobs.ts';
import { requeueOverdue } from '../jobs/requeueOverdue.ts';
import { sweepPending, sweepStrayFiles } from '../studio/audio/sweepAudio.ts';
import { forgetIdempotencyKeys } from '../studio/generation/forgetIdempotencyKeys.ts';
import { recoverGenerations } from '../studio/generation/recoverGenerations.ts';
import { loseStaleUsage, workspacesWithUnusualUse } from '../usage/upkeep.ts';
import { forgetVoiceLists } from '../voices/keptVoiceLists.ts';
import { forgetDeliveries } from '../webhooks/forgetDeliveries.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import { repeatedly } from './repeatedly.ts';
import type { Scope } from './scope.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** How often each process asks whether daily work is due, and how soon what failed is. Together under an hour. */
const ASK_EVERY_MS = 30 * MINUTE_MS;
const RETRY_MS = 20 * MINUTE_MS;

/** Tidies up after crashes and forgets what is old, until the scope ends. */
export function startUpkeep(
  { log, databaseUrl }: Foundation,
  { studio, audit, callStore, callMetrics }: Domain,
  { registry, scope }: { registry: Registry; scope: Scope },
): void {
  const { database } = studio;
  const unusual = new Gauge({
    name: 'voiceops_usage_unusual_workspaces',
    help: 'Workspaces that let far more be spoken today than in the two weeks before',
    registers: [registry],
  });
  const every = (everyMs: number, name: string, work: () => Promise<unknown>) =>
    scope.defer(repeatedly(name, everyMs, work, log));
  /** By one process of the installation. */
  const daily = (name: string, work: () => Promise<unknown>) =>
    every(ASK_EVERY_MS, name, () =>
      takeTurn(database, name, { everyMs: 24 * HOUR_MS, retryMs: RETRY_MS }, work),
    );

  every(5 * SECOND_MS, 'recover generations', () => recoverGenerations(studio));
  every(15 * SECOND_MS, 'end lost calls', async () => {
    const lost = await loseCalls(callStore);
    if (lost > 0) log.warn({ lost }, 'calls whose process is gone are kept as lost');
    callMetrics.lost(lost);
  });
  every(MINUTE_MS, 'requeue overdue work', () => requeueOverdue(database));
  every(MINUTE_MS, 'anchor the audit log', async () => {
    for (const { workspaceId } of await anchorAudit(audit))
      log.error({ workspaceId }, 'the audit log does not continue what was anchored');
  });
  every(10 * MINUTE_MS, 'sweep audio', () => sweepPending(studio));
  every(10 * MINUTE_MS, 'count lost usage', async () => {
    const lost = await loseStaleUsage(database);
    if (lost > 0) log.warn({ lost }, 'accounts of speech without an end count with their estimate');
  });
  every(10 * MINUTE_MS, 'look for unusual usage', async () =>
    unusual.set((await workspacesWithUnusualUse(database)).length),
  );
  every(MINUTE_MS, 'forget sessions that are over', () => sweepSessions(studio));
  every(MINUTE_MS, 'tell who waits for a person', () => tellWhoWaits(studio));
  every(HOUR_MS, 'forget idempotency keys', () => forgetIdempotencyKeys(database));
  every(HOUR_MS, 'forget old answers', () => forgetOldAnswers(database));
  every(HOUR_MS, 'forget dead jobs', () => forgetDeadJobs(databaseUrl, log));
  daily('sweep files', () => sweepStrayFiles(studio));
  daily('forget voice lists', () => forgetVoiceLists(database, studio.speech));
  daily('forget deliveries', () => forgetDeliveries(database));
  daily('forget calls of tools', () => forgetOldCalls(database, new Date()));
}
