import { openCallers } from '../scripts/support/callers.ts';
import { holdWholeCalls, type WholeFigures } from './support/calls/wholeAgents.ts';
import type { Figure } from './support/statistics.ts';

const QUICK = process.env.VOICEOPS_BENCH_QUICK === '1';
/** Their goal is 300 calls; where they are answered too late is seen before. */
const LEVELS = QUICK ? [5] : [10, 25, 50, 100, 300];
const HOLD_MS = QUICK ? 25_000 : 30_000;

/** How many whole agents one installation holds, with its own recogniser, agent and voice. */
export async function run(): Promise<Figure[]> {
  const callers = openCallers();
  try {
    const levels = await holdWholeCalls(callers, LEVELS, {
      forMs: HOLD_MS,
      print: (row) => console.log(row),
    });
    return levels.flatMap(figuresOf);
  } finally {
    await callers.close();
  }
}

function figuresOf({
  simultaneous,
  answeredMs,
  checked,
  right,
  refused,
  failed,
  broken,
  unanswered,
}: WholeFigures): Figure[] {
  const about = `${simultaneous} calls, whole agents`;
  const figure = (what: string, value: number | null, unit: string, more: Partial<Figure> = {}): Figure[] =>
    value === null ? [] : [{ name: `calls: ${what}, ${about}`, value, unit, ...more }];
  return [
    ...figure('end of speech to first sound, p50, raw', answeredMs.p50, 'ms', { goal: '< 500' }),
    ...figure('end of speech to first sound, p95, raw', answeredMs.p95, 'ms', { goal: '< 900' }),
    ...figure(
      'answers that were right, of those listened to',
      checked === 0 ? null : (100 * right) / checked,
      '%',
      { baseline: `${checked} listened to` },
    ),
    ...figure(
      'calls not taken, broken off or not answered',
      refused + failed + broken + unanswered,
      'calls and turns',
      { goal: '0' },
    ),
  ];
}
