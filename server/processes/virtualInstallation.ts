import type { Env } from '../env.ts';
import { createRegistry } from '../http/metrics/metrics.ts';
import type { Logger } from '../log.ts';
import { wireDomain } from './domain.ts';
import { wireEvents } from './events.ts';
import { joinFoundation } from './joinFoundation.ts';
import type { Scope } from './scope.ts';
import { type VirtualCalls, wireVirtualCalls } from './virtualCalls.ts';
import { startWeb } from './web.ts';

/** Whoever simulates asks as often as it needs. */
const NO_LIMIT = 100_000_000;

/**
 * This installation with calls in virtual time, beside a running one or without; its API is served to this machine, for
 * whoever looks at the data. Ends with the scope.
 */
export async function openVirtualInstallation(
  env: Env,
  log: Logger,
  scope: Scope,
): Promise<VirtualCalls & { url: string }> {
  const joined = await joinFoundation(env, log, scope);
  const foundation = {
    ...joined,
    env: {
      ...joined.env,
      HOST: '127.0.0.1',
      PORT: 0,
      VOICEOPS_ROLES: ['web' as const],
      VOICEOPS_LIMIT_REQUESTS_PER_MINUTE: NO_LIMIT,
    },
  };
  const registry = createRegistry();
  const domain = wireDomain(foundation, { registry, scope });
  const calls = wireVirtualCalls(foundation, domain, scope);
  const bus = await wireEvents(foundation, domain, scope);
  const { address } = await startWeb(foundation, domain, { bus, registry, scope });
  return { ...calls, url: new URL(address.split(' ')[0]!).origin };
}
