import { Redis } from 'ioredis';
import { remainingOf } from './gcra.ts';
import { inProcessMeter } from './inProcess.ts';
import type { Allowances, Meter, Reading } from './meter.ts';

/** What this room needs of a logger. */
interface Log {
  warn(fields: object, message: string): void;
}

/** gcra.ts, atomically and by Redis' own clock, so that nodes whose clocks differ agree. */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local interval, period, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local from = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local after = from + cost * interval
local wait = after - period - now
if wait > 0.001 then
  return {0, string.format('%.3f', from - now), string.format('%.3f', wait)}
end
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now))
return {1, string.format('%.3f', after - now), '0'}
`;

/** An answer later than this is worth less than a limit of our own. */
const ANSWER_MS = 500;
/** How long a Redis that failed is left alone. */
const PAUSE_MS = 2000;

export interface RedisMeter extends Meter {
  /** For readiness: rejects while Redis does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Limits shared by all nodes on one Redis. While Redis is away each node limits by itself and says so in the
 * log: a limiter must never take the product down.
 */
export function redisMeter(url: string, allowances: Allowances, log: Log): RedisMeter {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: ANSWER_MS,
    retryStrategy: (attempt) => Math.min(attempt * 200, PAUSE_MS),
    scripts: { gcra: { lua: SCRIPT, numberOfKeys: 1 } },
  });
  // ioredis reconnects by itself; without a listener it prints every failed try.
  redis.on('error', () => {});
  const alone = inProcessMeter(allowances);
  let pausedUntilMs = 0;
  const pause = (err: unknown) => {
    pausedUntilMs = Date.now() + PAUSE_MS;
    log.warn({ err }, 'redis does not answer: this node limits by itself');
  };

  return {
    allowances,
    async take(limit, subject, cost = 1) {
      if (Date.now() < pausedUntilMs) return alone.take(limit, subject, cost);
      if (redis.status !== 'ready') {
        pause(new Error(`connection is ${redis.status}`));
        return alone.take(limit, subject, cost);
      }
      const { amount, periodMs } = allowances[limit];
      try {
        const answer = await (redis as Redis & Gcra).gcra(
          `voiceops:limit:${limit}:${subject}`,
          periodMs / amount,
          periodMs,
          Math.min(cost, amount),
        );
        return readingOf(answer, allowances[limit]);
      } catch (err) {
        pause(err);
        return alone.take(limit, subject, cost);
      }
    },
    async ping() {
      await redis.ping();
    },
    async close() {
      redis.disconnect();
    },
  };
}

interface Gcra {
  gcra(key: string, intervalMs: number, periodMs: number, cost: number): Promise<[number, string, string]>;
}

function readingOf(
  [allowed, reset, wait]: [number, string, string],
  allowance: Allowances[keyof Allowances],
): Reading {
  const resetMs = Number(reset);
  return {
    allowed: allowed === 1,
    remaining: remainingOf(allowance, resetMs),
    resetMs,
    retryAfterMs: Number(wait),
  };
}
