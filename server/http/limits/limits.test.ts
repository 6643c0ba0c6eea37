import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../test/support/redisServer.ts';
import { inProcessMeter } from './inProcess.ts';
import { type Allowances, type Meter, rateLimits } from './meter.ts';
import { type RedisMeter, redisMeter } from './redis.ts';

const AMOUNT = 10;
// Refilled so slowly that none comes back while a test runs.
const SLOW = { amount: AMOUNT, periodMs: 3_600_000 };
// One comes back every half second: asked twice in a row, also by a busy machine, none has.
const QUICK = { amount: 5, periodMs: 2_500 };
const ALLOWANCES: Allowances = {
  requests: SLOW,
  anonymous: SLOW,
  'sign-in': QUICK,
  'sign-in-account': SLOW,
  generation: SLOW,
  'public-miss': SLOW,
  'public-check': SLOW,
};

let redis: RedisServer | undefined;
const folders = new Set<string>();
const open: RedisMeter[] = [];
const warnings: string[] = [];
const log = { warn: (_fields: object, message: string) => void warnings.push(message) };

beforeAll(async () => {
  if (!hasRedis) return;
  redis = await startRedis();
  folders.add(redis.folder);
});
afterAll(async () => {
  await Promise.all(open.map((meter) => meter.close()));
  await redis?.stop();
  await Promise.all([...folders].map((folder) => rm(folder, { recursive: true, force: true })));
});

async function shared(): Promise<RedisMeter> {
  const meter = redisMeter(redis?.url ?? '', ALLOWANCES, log);
  open.push(meter);
  await expect
    .poll(() =>
      meter.ping().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  return meter;
}
const kinds = [
  { kind: 'in-process', make: async () => inProcessMeter(ALLOWANCES), present: true },
  { kind: 'redis', make: shared, present: hasRedis },
];
let subjects = 0;
const someone = () => `subject-${++subjects}`;

for (const { kind, make, present } of kinds) {
  test.runIf(present)(
    `${kind}: exactly the amount is spent, whatever the costs, and a refusal spends nothing`,
    async () => {
      const meter = await make();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: AMOUNT + 3 }), { maxLength: 12 }),
          async (costs) => {
            const subject = someone();
            let left = AMOUNT;
            for (const asked of costs) {
              const cost = Math.min(asked, AMOUNT);
              const reading = await meter.take('requests', subject, asked);
              expect(reading.allowed).toBe(cost <= left);
              if (reading.allowed) left -= cost;
              // An hour refills ten: seconds of a slow machine give nothing whole back.
              expect(reading.remaining).toBe(left);
              if (!reading.allowed) {
                const missingMs = ((cost - left) * SLOW.periodMs) / AMOUNT;
                expect(reading.retryAfterMs).toBeGreaterThan(missingMs - 60_000);
                expect(reading.retryAfterMs).toBeLessThanOrEqual(missingMs + 1);
              }
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  test.runIf(present)(`${kind}: many at once get no more than the amount`, async () => {
    const meter = await make();
    const subject = someone();
    const readings = await Promise.all(Array.from({ length: 50 }, () => meter.take('requests', subject)));
    expect(readings.filter((reading) => reading.allowed)).toHaveLength(AMOUNT);
  });

  test.runIf(present)(`${kind}: what was spent comes back evenly, when it was said to`, async () => {
    const meter = await make();
    const subject = someone();
    await meter.take('sign-in', subject, QUICK.amount);
    const refused = await meter.take('sign-in', subject);
    expect(refused.allowed).toBe(false);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(QUICK.periodMs / QUICK.amount);
    await new Promise((resolve) => setTimeout(resolve, refused.retryAfterMs + 5));
    expect((await meter.take('sign-in', subject)).allowed).toBe(true);
  });

  test.runIf(present)(`${kind}: limits and subjects are apart, and a refusal is a problem`, async () => {
    const meter = await make();
    const limits = rateLimits(meter);
    const subject = someone();
    await limits.spend('generation', subject, AMOUNT);
    await limits.spend('requests', subject);
    await limits.spend('generation', someone());
    await expect(limits.spend('generation', subject)).rejects.toMatchObject({
      code: 'generation-limited',
      retryAfterSeconds: expect.any(Number),
      message: expect.stringMatching(/Try again in \d+ (seconds?|minutes)\./),
    });
  });
}

test.runIf(hasRedis)('two nodes on one Redis share one allowance', async () => {
  const [one, other] = await Promise.all([shared(), shared()]);
  const subject = someone();
  const both = [one, other].flatMap((meter: Meter) =>
    Array.from({ length: AMOUNT }, () => meter.take('requests', subject)),
  );
  expect((await Promise.all(both)).filter((reading) => reading.allowed)).toHaveLength(AMOUNT);
});

test.runIf(hasRedis)(
  'with Redis gone each node limits by itself, and goes back when it returns',
  async () => {
    const own = await startRedis();
    folders.add(own.folder);
    const meter = redisMeter(own.url, ALLOWANCES, log);
    await expect
      .poll(() =>
        meter.ping().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const subject = someone();
    await meter.take('requests', subject, 4);
    await own.stop();
    warnings.length = 0;
    const readings = [];
    for (let i = 0; i < AMOUNT + 1; i++) readings.push(await meter.take('requests', subject));
    expect(readings.filter((reading) => reading.allowed)).toHaveLength(AMOUNT);
    expect(new Set(warnings)).toEqual(new Set(['redis does not answer: this node limits by itself']));
    expect(warnings.length).toBeLessThan(3);
    await expect(meter.ping()).rejects.toThrow();
    const back = await startRedis(own.folder);
    await expect
      .poll(async () => (await meter.take('requests', subject)).remaining, { timeout: 10_000, interval: 100 })
      .toBe(AMOUNT - 1);
    await meter.close();
    await back.stop();
  },
);
