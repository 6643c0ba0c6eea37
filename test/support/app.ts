import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp, type HttpDeps } from '../../server/http/app.ts';
import { inProcessMeter } from '../../server/http/limits/inProcess.ts';
import type { Allowances } from '../../server/http/limits/meter.ts';
import { createRegistry } from '../../server/http/metrics/metrics.ts';
import { createCallers } from '../../server/identity/callers.ts';
import type { TestDatabase } from './database.ts';

const MANY = { amount: 100_000, periodMs: 60_000 };
/** Figures that no test meets by accident. */
export const GENEROUS: Allowances = {
  requests: MANY,
  anonymous: MANY,
  'sign-in': MANY,
  'sign-in-account': MANY,
  generation: MANY,
  'public-miss': MANY,
  'public-check': MANY,
};

/** The HTTP side on a test database, with what the test sets otherwise. Close it before the database. */
export async function createTestApp(
  db: TestDatabase,
  overrides: Partial<HttpDeps> = {},
): Promise<FastifyInstance> {
  const logger = pino({ level: 'silent' });
  const callers = overrides.callers ?? createCallers(db.database, logger);
  const app = await buildApp({
    logger,
    publicUrl: null,
    callers,
    meter: inProcessMeter(GENEROUS),
    registry: createRegistry(),
    dependencies: [],
    isDraining: () => false,
    webAppFolder: null,
    mounts: [],
    publicMounts: [],
    ...overrides,
  });
  app.addHook('onClose', () => callers.settled());
  return app;
}
