import { createRegistry } from '../http/metrics/metrics.ts';
import { measureQueue } from '../jobs/metrics.ts';
import { wireDomain } from './domain.ts';
import { wireEvents } from './events.ts';
import { setUpUnattended } from './firstStart.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';
import { startWeb } from './web.ts';
import { startWorker } from './worker.ts';

export interface RunningNode {
  /** What to open in a browser; with the set-up token while the installation has no owner. */
  address: string;
  /** Stops taking requests and jobs, and waits for those under way as long as the settings allow. */
  drain(): Promise<void>;
}

/** Starts what the settings choose for this process. */
export async function startRoles(foundation: Foundation, scope: Scope): Promise<RunningNode> {
  const { env, database } = foundation;
  const registry = createRegistry();
  measureQueue(registry, database);
  const domain = wireDomain(foundation, { registry, scope });
  await setUpUnattended(foundation, domain);
  const bus = await wireEvents(foundation, domain, scope);
  const drains: (() => Promise<void>)[] = [];
  if (env.VOICEOPS_ROLES.includes('worker'))
    drains.push(startWorker(foundation, domain, { registry, scope }));
  const web = await startWeb(foundation, domain, { bus, registry, scope });
  drains.push(web.drain);
  return {
    address: web.address,
    drain: async () => {
      await Promise.all(drains.map((drain) => drain()));
    },
  };
}
