import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { described } from '../openapi/described.ts';

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

const Ready = z.object({
  status: z.enum(['ready', 'not-ready', 'draining']),
  dependencies: z.array(z.object({ name: z.string(), ok: z.boolean(), latencyMs: z.number() })),
  calls: z.number().int().optional().describe('In progress, where this process takes calls'),
});
const ALIVE = {
  ...described({
    summary: 'Say that this process lives',
    tag: 'Health',
    access: 'public',
    replies: { 200: z.object({ status: z.literal('ok') }) },
  }),
  logLevel: 'warn',
} as const;
const READY = {
  ...described({
    summary: 'Say whether this process can serve, and how each thing it depends on is; 503 while it cannot',
    tag: 'Health',
    access: 'public',
    replies: { 200: Ready, 503: Ready },
  }),
  logLevel: 'warn',
} as const;

/** `/healthz` (this process lives), `/readyz` (it can serve: all it depends on works and it is not draining). */
export function mountHealth(
  app: FastifyInstance,
  dependencies: Dependency[],
  isDraining: () => boolean,
  calls: { readonly count: number } | null,
): void {
  const alive = async () => ({ status: 'ok' });
  app.get('/healthz', ALIVE, alive);
  app.get('/api/v1/health', ALIVE, alive);

  // Probes that come together share one round of checks.
  let round: Promise<Finding[]> | undefined;
  app.get('/readyz', READY, async (request, reply) => {
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
