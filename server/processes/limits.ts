import type { Env } from '../env.ts';
import { inProcessMeter } from '../http/limits/inProcess.ts';
import type { Allowances, Meter } from '../http/limits/meter.ts';
import { type RedisMeter, redisMeter } from '../http/limits/redis.ts';
import type { Logger } from '../log.ts';
import type { Scope } from './scope.ts';

const MINUTE_MS = 60_000;
/** Attempts at one account from everywhere, as a multiple of those from one address. */
const ADDRESSES_AN_ACCOUNT = 20;

/** The limits of the settings, counted in Redis where there is one, else by this process. */
export function openMeter(env: Env, log: Logger, scope: Scope): { meter: Meter; redis: RedisMeter | null } {
  const perMinute = (amount: number) => ({ amount, periodMs: MINUTE_MS });
  const allowances: Allowances = {
    requests: perMinute(env.VOICEOPS_LIMIT_REQUESTS_PER_MINUTE),
    anonymous: perMinute(env.VOICEOPS_LIMIT_ANONYMOUS_PER_MINUTE),
    'sign-in': perMinute(env.VOICEOPS_LIMIT_SIGN_IN_PER_MINUTE),
    'sign-in-account': perMinute(ADDRESSES_AN_ACCOUNT * env.VOICEOPS_LIMIT_SIGN_IN_PER_MINUTE),
    generation: perMinute(env.VOICEOPS_LIMIT_GENERATION_PER_MINUTE),
    'public-check': perMinute(env.VOICEOPS_LIMIT_PUBLIC_CHECK_PER_MINUTE),
    'public-miss': perMinute(env.VOICEOPS_LIMIT_PUBLIC_MISS_PER_MINUTE),
  };
  if (!env.REDIS_URL) return { meter: inProcessMeter(allowances), redis: null };
  const redis = redisMeter(env.REDIS_URL, allowances, log);
  scope.defer(() => redis.close());
  return { meter: redis, redis };
}
