import { openCarrier } from '../../../server/simulator/carrier/carrier.ts';
import { NO_FAULTS } from '../../../server/simulator/carrier/faults.ts';
import type { LineSound } from '../../../server/simulator/carrier/lineSound.ts';
import { figuresOf, type LineFigures, percentile } from '../../../server/simulator/runs/figures.ts';
import { spread } from '../../../server/simulator/runs/many.ts';
import type { Host } from './forkHost.ts';
import { type Level, Talker } from './talker.ts';
import { whenOver } from './tooMuch.ts';

/** What so many calls at once were like. */
export interface LevelFigures extends LineFigures {
  simultaneous: number;
  /** Of the host, while all calls were there. */
  cpuUsPerCallSecond: number;
  cores: number;
  bytesPerCall: number;
  eventLoopP99Ms: number;
  troubles: number;
  /** Of the carrier: cores, and how late its frames were. */
  generatorCores: number;
  generatorLateP99Ms: number;
}

const NUMBERS = { from: '+15005550006', to: '+15005550100' };
/** New calls in a second. */
const NEW_PER_SECOND = 150;
const SETTLE_MS = 3_000;
/** A call before all others, so that what a host loads once is no call’s. */
const WARM_UP_MS = 2_500;

/** Holds so many calls at once for a time. */
export async function holdCalls(
  host: Host,
  { calls, forMs, sounds }: { calls: number; forMs: number; sounds: readonly LineSound[] },
): Promise<LevelFigures> {
  const carrier = await openCarrier({ authToken: 'bench', url: host.url });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const first = { countsFromMs: Number.POSITIVE_INFINITY, untilMs: performance.now() + WARM_UP_MS };
  await carrier.call({ ...NUMBERS, caller: new Talker(sounds, first, 0), faults: NO_FAULTS });
  const before = await host.usage();
  const rampMs = (calls / NEW_PER_SECOND) * 1000;
  const level: Level = { countsFromMs: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
  const talkers: Talker[] = [];
  const all = spread(calls, rampMs, async (number) => {
    const caller = new Talker(sounds, level, number);
    talkers[number] = caller;
    return carrier.call({ ...NUMBERS, caller, faults: NO_FAULTS });
  });
  await pause(rampMs + SETTLE_MS);
  const from = await host.usage();
  const [fromCpu, fromMs] = [process.cpuUsage(), performance.now()];
  const lateFrom = carrier.wheel.lateMs.length;
  level.countsFromMs = fromMs;
  await pause(forMs);
  const to = await host.usage();
  const own = process.cpuUsage(fromCpu);
  const seconds = (performance.now() - fromMs) / 1000;
  const lateMs = carrier.wheel.lateMs.slice(lateFrom);
  // Who was just answered is waited for.
  level.untilMs = performance.now() + 1_500;
  const reports = await whenOver(all, host.stop);
  for (const [index, { line }] of reports.entries())
    if (line) line.said = line.said.filter(({ fromMs: saidMs }) => saidMs >= talkers[index]!.countsFrom);
  // What was said last could not be answered any more.
  for (const { line } of reports) if (line) line.said.pop();
  await carrier.close();
  const cpuUs = to.cpuUs - from.cpuUs;
  return {
    ...figuresOf(reports),
    simultaneous: calls,
    cpuUsPerCallSecond: cpuUs / seconds / calls,
    cores: cpuUs / 1e6 / seconds,
    bytesPerCall: (to.residentBytes - before.residentBytes) / calls,
    eventLoopP99Ms: to.eventLoopP99Ms,
    troubles: to.troubles,
    generatorCores: (own.user + own.system) / 1e6 / seconds,
    generatorLateP99Ms: percentile(lateMs, 0.99) ?? 0,
  };
}
