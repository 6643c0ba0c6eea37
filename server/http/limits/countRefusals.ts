import { Counter, type Registry } from 'prom-client';
import type { Meter } from './meter.ts';

/** The same meter, which counts what it refuses. */
export function countRefusals(meter: Meter, registry: Registry): Meter {
  const refusals = new Counter({
    name: 'voiceops_rate_limit_refusals_total',
    help: 'Refusals by a rate limit',
    labelNames: ['limit'],
    registers: [registry],
  });
  return {
    allowances: meter.allowances,
    async take(limit, ...more) {
      const reading = await meter.take(limit, ...more);
      if (!reading.allowed) refusals.inc({ limit });
      return reading;
    },
  };
}
