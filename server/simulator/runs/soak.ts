import { setTimeout } from 'node:timers/promises';
import type { CallReport, Carrier } from '../carrier/carrier.ts';
import { NO_FAULTS } from '../carrier/faults.ts';
import type { CallerOnLine, CallerSide } from '../carrier/line.ts';
import type { LineSound } from '../carrier/lineSound.ts';

/** What the called program is at one moment. */
export interface Sample {
  atMs: number;
  live: number;
  residentBytes: number;
  heapBytes: number;
  handles: number;
  eventLoopP99Ms: number;
}

export interface SoakOptions {
  calls: number;
  forMs: number;
  everyMs: number;
  from: string;
  to: string;
  sounds: readonly LineSound[];
  /** What the program says of itself; null: it says nothing. */
  sample: () => Promise<Omit<Sample, 'atMs' | 'live'> | null>;
  random: () => number;
  /** Calls end at random before this; a minute when left out. */
  longestMs?: number;
  /** Every caller says something about so often; 7.5 s when left out. */
  speaksEveryMs?: number;
  onSample?: (sample: Sample) => void;
}

const LONGEST_CALL_MS = 60_000;
const SPEAKS_EVERY_MS = 7_500;
/** Between two calls of one line, and before who was not taken calls again. */
const BREAK_MS = 300;
const AGAIN_MS = 20_000;
/** All lines have called once by then. */
const RAMP_MS = 60_000;

/** Somebody who says one thing after the other and leaves at any moment, mostly without a word. */
class Restless implements CallerOnLine {
  private readonly leavesMs: number;
  private readonly vanishes: boolean;
  private nextMs: number;
  private readonly options: SoakOptions;
  private readonly everyMs: number;

  constructor(options: SoakOptions) {
    const { random, longestMs = LONGEST_CALL_MS, speaksEveryMs = SPEAKS_EVERY_MS } = options;
    this.options = options;
    this.everyMs = speaksEveryMs;
    this.leavesMs = random() * longestMs;
    this.vanishes = random() < 0.3;
    this.nextMs = random() * speaksEveryMs;
  }

  tick(side: CallerSide): void {
    const { sounds, random } = this.options;
    if (side.atMs >= this.leavesMs) {
      if (this.vanishes) side.vanish();
      else side.hangUp();
    } else if (side.atMs >= this.nextMs && !side.saying) {
      side.say(sounds[Math.floor(random() * sounds.length)]!);
      this.nextMs = side.atMs + this.everyMs * (0.4 + 1.2 * random());
      if (random() < 0.2) side.key(String(Math.floor(random() * 10)));
    }
  }
}

/** Keeps so many lines busy with calls that end at random, and takes samples of the program meanwhile. */
export async function soak(
  carrier: Carrier,
  options: SoakOptions,
): Promise<{ samples: Sample[]; reports: CallReport[] }> {
  const { calls, forMs, everyMs, from, to, random } = options;
  const startedMs = performance.now();
  const reports: CallReport[] = [];
  const samples: Sample[] = [];
  let live = 0;
  const over = () => performance.now() - startedMs >= forMs;
  const line = async () => {
    await setTimeout(random() * Math.min(RAMP_MS, forMs / 10));
    while (!over()) {
      live++;
      const caller = new Restless(options);
      const report = await carrier.call({ from, to, caller, faults: NO_FAULTS, random });
      live--;
      reports.push(report);
      await setTimeout(report.outcome === 'talked' ? BREAK_MS : random() * AGAIN_MS);
    }
  };
  const watch = async () => {
    while (!over()) {
      await setTimeout(Math.min(everyMs, Math.max(1, forMs - (performance.now() - startedMs))));
      const found = await options.sample();
      if (!found) continue;
      const sample = { atMs: Math.round(performance.now() - startedMs), live, ...found };
      samples.push(sample);
      options.onSample?.(sample);
    }
  };
  await Promise.all([watch(), ...Array.from({ length: calls }, line)]);
  return { samples, reports };
}
