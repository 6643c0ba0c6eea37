import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { EventBus } from '../db/eventBus.ts';
import type { Env } from '../env.ts';
import { buildApp, type HttpDeps } from '../http/app.ts';
import type { Dependency } from '../http/health/health.ts';
import { countRefusals } from '../http/limits/countRefusals.ts';
import type { Meter } from '../http/limits/meter.ts';
import { type Callers, createCallers } from '../identity/callers.ts';
import { setupToken } from '../identity/setup.ts';
import { wireBoard, wireRelay } from './board.ts';
import { type Calls, wireCalls } from './calls.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import { openMeter } from './limits.ts';
import { publicUrlOf } from './publicUrl.ts';
import { wireRoutes } from './routes.ts';
import type { Scope } from './scope.ts';
import { wireTelephony } from './telephony.ts';

export interface Web {
  /** What to open in a browser; with the set-up token while the installation has no owner. */
  address: string;
  /** Not ready from now on: takes no new calls and connections, and waits for the calls and requests under way. */
  drain(): Promise<void>;
}

/**
 * Serves the web app and the API, and takes calls, as the roles say; a process with neither role serves its health
 * and metrics alone.
 */
export async function startWeb(
  foundation: Foundation,
  domain: Domain,
  { bus, registry, scope }: { bus: EventBus; registry: Registry; scope: Scope },
): Promise<Web> {
  const { env, log, database, audioStore } = foundation;
  const isWeb = env.VOICEOPS_ROLES.includes('web');
  const callers = createCallers(database, log);
  scope.defer(() => callers.settled());
  const { meter: bare, redis } = openMeter(env, log, scope);
  const meter = countRefusals(bare, registry);
  const dependencies: Dependency[] = [
    { name: 'database', check: async () => void (await database.pool.query('select 1')) },
    { name: 'storage', check: () => audioStore.bytes.ping() },
  ];
  // Without Redis each node limits by itself: that is worth a log line, not a product that is down.
  if (redis) dependencies.push({ name: 'redis', optional: true, check: () => redis.ping() });
  const parts = await wireParts(foundation, domain, { callers, meter, bus, registry, scope });
  let draining = false;
  const app = await buildApp({
    logger: log,
    publicUrl: publicUrlOf(env),
    callers,
    meter,
    registry,
    dependencies,
    isDraining: () => draining,
    trustedProxies: env.VOICEOPS_TRUSTED_PROXIES,
    webAppFolder: isWeb ? fileURLToPath(new URL('../../app', import.meta.url)) : null,
    calls: parts.calls?.live ?? null,
    mounts: parts.mounts,
    publicMounts: parts.publicMounts,
  });
  scope.defer(() => app.close());
  await listen(app, env);
  parts.calls?.warm();
  return {
    address: await addressOf(app, foundation, isWeb),
    async drain() {
      draining = true;
      await parts.calls?.drain();
      const patience = setTimeout(() => {
        log.warn({}, 'requests took too long to finish; ending them');
        app.server.closeAllConnections();
      }, env.VOICEOPS_DRAIN_SECONDS * 1000);
      await app.close();
      clearTimeout(patience);
    },
  };
}

type Parts = Pick<HttpDeps, 'mounts' | 'publicMounts'> & { calls: Calls | null };

/** What this process serves beside its health, by its roles. */
async function wireParts(
  foundation: Foundation,
  domain: Domain,
  {
    callers,
    meter,
    bus,
    registry,
    scope,
  }: { callers: Callers; meter: Meter; bus: EventBus; registry: Registry; scope: Scope },
): Promise<Parts> {
  const roles = foundation.env.VOICEOPS_ROLES;
  if (!roles.includes('web') && !roles.includes('calls'))
    return { mounts: [], publicMounts: [], calls: null };
  // Before any stream looks at the rights of its caller anew.
  bus.onRightsChanged(() => callers.forget());
  const shared = { telephony: wireTelephony(foundation), bus, scope };
  const routes = roles.includes('web')
    ? wireRoutes(foundation, domain, { ...shared, callers, meter, registry })
    : null;
  const relay = wireRelay(foundation, scope);
  const calls = roles.includes('calls') ? wireCalls(foundation, domain, { ...shared, relay }) : null;
  const board = wireBoard(foundation, { calls, relay, bus, callers, scope });
  return {
    mounts: [...(routes?.mounts ?? []), ...(calls?.mounts ?? []), board],
    publicMounts: [...(routes?.publicMounts ?? []), ...(calls?.publicMounts ?? [])],
    calls,
  };
}

async function listen(app: FastifyInstance, { HOST: host, PORT: port }: Env): Promise<void> {
  try {
    await app.listen({ host, port, listenTextResolver: () => 'listening' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new Error(`port ${port} of ${host} is in use; stop what uses it, or set PORT to another.`);
    if (code === 'EACCES') throw new Error(`port ${port} may not be used by this user; set PORT to another.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Error(`HOST ${host} is not an address of this machine.`);
    throw error;
  }
}

async function addressOf(
  app: FastifyInstance,
  { env, database }: Foundation,
  isWeb: boolean,
): Promise<string> {
  const { port } = app.server.address() as AddressInfo;
  const everywhere = env.HOST === '0.0.0.0' || env.HOST === '::';
  const host = everywhere ? 'localhost' : env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST;
  const token = isWeb ? await setupToken(database) : null;
  const path = token ? `/setup?token=${token}` : '';
  const here = `http://${host}:${port}${path}`;
  return env.VOICEOPS_PUBLIC_URL ? `${here} (publicly ${env.VOICEOPS_PUBLIC_URL}${path})` : here;
}
