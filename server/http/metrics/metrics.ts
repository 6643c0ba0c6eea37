import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ProblemError } from '../../problem.ts';
import { described } from '../openapi/described.ts';

/** A registry with this process' own figures (memory, event-loop lag …), to which every room adds its own. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Counts and times the requests of this scope, by route template so that ids do not multiply the series. */
export function measureRequests(app: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: 'voiceops_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const inFlight = new Gauge({
    name: 'voiceops_http_requests_in_flight',
    help: 'Requests being answered',
    registers: [registry],
  });
  app.addHook('onRequest', async (_request, reply) => {
    inFlight.inc();
    // `close` comes also when the caller hangs up before the answer; `onResponse` does not.
    reply.raw.once('close', () => inFlight.dec());
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}

const METRICS = described({
  summary: 'Figures for Prometheus; from elsewhere than this machine with the right settings:manage',
  tag: 'Health',
  access: 'public',
  security: [{}, { key: [] }, { session: [] }],
  produces: ['text/plain'],
});

/** `GET /metrics`, for this machine itself or a caller with the right `settings:manage`. */
export function mountMetrics(app: FastifyInstance, registry: Registry): void {
  app.get('/metrics', METRICS, async (request, reply) => {
    if (!isThisMachine(request) && !request.requireCaller().scopes.has('settings:manage')) {
      throw new ProblemError('forbidden', 'Metrics need a key with the right `settings:manage`.');
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** A proxy on this machine speaks for others: what it forwards is not from here. */
function isThisMachine(request: FastifyRequest): boolean {
  const { remoteAddress } = request.socket;
  if (request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined)
    return false;
  return remoteAddress === '127.0.0.1' || remoteAddress === '::1' || remoteAddress === '::ffff:127.0.0.1';
}
