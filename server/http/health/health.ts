import type { FastifyInstance } from 'fastify';

/** Something the product needs; `check` rejects while it does not work. */
export interface Dependency {
  name: string;
  /** It is told, but this process can serve without it. */
  optional?: boolean;
  check(): Promise<void>;
}
interface Finding {
  name: string;
  ok: boolean;
  latencyMs: number;
}

const CHECK_MS = 3000;

/** `/healthz` (this process lives), `/readyz` (it can serve: all it depends on works and it is not draining). */
export function mountHealth(
  app: FastifyInstance,
  dependencies: Dependency[],
  isDraining: () => boolean,
  calls: { readonly count: number } | null,
): void {
  const options = { schema: { hide: true }, logLevel: 'warn' as const };
  const alive = async () => ({ status: 'ok' });
  app.get('/healthz', options, alive);
  app.get('/api/v1/health', options, alive);

  // Probes that come together share one round of checks.
  let round: Promise<Finding[]> | undefined;
  app.get('/readyz', options, async (request, reply) => {
    round ??= Promise.all(dependencies.map((one) => examine(one, request.log))).finally(() => {
      round = undefined;
    });
    const found = await round;
    const draining = isDraining();
    const ready = !draining && found.every((finding, i) => finding.ok || dependencies[i]?.optional);
    reply.status(ready ? 200 : 503).header('cache-control', 'no-store');
    const status = draining ? 'draining' : ready ? 'ready' : 'not-ready';
    return { status, dependencies: found, ...(calls ? { calls: calls.count } : {}) };
  });
}

async function examine(dependency: Dependency, log: FastifyInstance['log']): Promise<Finding> {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS} ms`)), CHECK_MS);
  });
  let ok = true;
  try {
    await Promise.race([dependency.check(), late]);
  } catch (err) {
    ok = false;
    log.warn({ err, dependency: dependency.name }, 'dependency does not work');
  } finally {
    clearTimeout(timer);
  }
  return { name: dependency.name, ok, latencyMs: Math.round((performance.now() - startedAt) * 10) / 10 };
}
