import { loadavg } from 'node:os';
import { openCallers } from '../scripts/support/callers.ts';
import { forkHost } from './support/calls/forkHost.ts';
import { holdCalls, type LevelFigures } from './support/calls/level.ts';
import { PATIENCE_MS } from './support/calls/patience.ts';
import { isTooMuch } from './support/calls/tooMuch.ts';
import type { Figure } from './support/statistics.ts';

const QUICK = process.env.VOICEOPS_BENCH_QUICK === '1';
const LEVELS = QUICK ? [100, 300] : [100, 300, 600, 1000, 2000];
const HOLD_MS = QUICK ? 8_000 : 13_000;
const BARE_MS = QUICK ? 6_000 : 7_000;
/** No pause in any of them is as long as the engine's patience. */
const SAID: readonly (readonly [text: string, voiceId: string])[] = [
  ['I would like to know when my package is going to arrive at home', 'flite:slt'],
  ['Could you please tell me when you are open on Saturday morning', 'flite:rms'],
  ['I want to make an appointment for a cleaning some time next week', 'flite:awb'],
  ['How much does it cost to send a parcel to my friend in Canada', 'flite:kal16'],
  ['My name is Thomas Baker and I called you yesterday about my order', 'flite:slt'],
];
const GOAL_MS = 100;

/**
 * How many calls one engine holds: real sockets, the judge of speech on all of them, callers who speak half of the
 * time, and an agent that answers with a fixed prompt at once. Beside it a bare server that holds the same
 * conversation without any engine. All times are the carrier's, which runs in this process.
 */
export async function run(): Promise<Figure[]> {
  const callers = openCallers();
  const sounds = await Promise.all(SAID.map(([text, voice]) => callers.sounds.said(text, voice)));
  const measured: { engine: LevelFigures; bare: LevelFigures }[] = [];
  for (const calls of LEVELS) {
    const [bare, engine] = [
      await hold('bareHost', { calls, forMs: BARE_MS, sounds }),
      await hold('engineHost', { calls, forMs: HOLD_MS, sounds }),
    ];
    measured.push({ bare, engine });
    for (const [name, of] of Object.entries({ bare, engine })) console.log(rowOf(name, of));
    if ([bare, engine].some((of) => isTooMuch(of, of.answeredMs.p99))) {
      console.log(`${calls} calls are not held: no more are tried.`);
      break;
    }
  }
  await callers.close();
  return measured.flatMap(({ engine, bare }) => figuresOfLevel(engine, bare));
}

async function hold(
  name: 'engineHost' | 'bareHost',
  options: Parameters<typeof holdCalls>[1],
): Promise<LevelFigures> {
  const host = await forkHost(name);
  try {
    return await holdCalls(host, options);
  } finally {
    await host.stop();
  }
}

function rowOf(name: string, of: LevelFigures): string {
  const ms = (value: number | null) => (value === null ? '–' : value.toFixed(0));
  return [
    `${name.padEnd(7)}${String(of.simultaneous).padStart(5)} calls`,
    `answered p50 ${ms(of.answeredMs.p50)} p99 ${ms(of.answeredMs.p99)} ms (${of.answeredMs.count})`,
    `silenced p50 ${ms(of.clearedMs.p50)} p99 ${ms(of.clearedMs.p99)} ms (${of.clearedMs.count}, ignored ${of.neverCleared})`,
    `cut off ${of.cutOff}, unanswered ${of.unanswered} of ${of.utterances}`,
    `${of.cores.toFixed(2)} cores, ${of.cpuUsPerCallSecond.toFixed(0)} µs a call-second, ${(of.bytesPerCall / 1024).toFixed(0)} KB a call, event loop p99 ${of.eventLoopP99Ms.toFixed(0)} ms`,
    `carrier ${of.generatorCores.toFixed(2)} cores, late p99 ${of.generatorLateP99Ms.toFixed(0)} ms`,
    `not taken ${of.refused + of.failed}, broken ${of.broken}, load ${loadavg()[0]!.toFixed(1)}`,
  ].join(' · ');
}

function figuresOfLevel(engine: LevelFigures, bare: LevelFigures): Figure[] {
  const about = `${engine.simultaneous} calls, fixed prompts`;
  const figure = (what: string, value: number | null, unit: string, more: Partial<Figure> = {}): Figure[] =>
    value === null ? [] : [{ name: `calls: ${what}, ${about}`, value, unit, ...more }];
  const { p50, p99 } = engine.answeredMs;
  return [
    ...figure('end of speech to first sound, p50, raw', p50, 'ms', {
      baseline: `${bare.answeredMs.p50?.toFixed(0)} ms bare`,
    }),
    ...figure('end of speech to first sound, p99, raw', p99, 'ms', {
      baseline: `${bare.answeredMs.p99?.toFixed(0)} ms bare`,
    }),
    ...figure('the same p99 less the endpointing wait', p99 === null ? null : p99 - PATIENCE_MS, 'ms', {
      goal: `< ${GOAL_MS}`,
    }),
    ...figure('interruption to silence, p50', engine.clearedMs.p50, 'ms'),
    ...figure('interruption to silence, p99', engine.clearedMs.p99, 'ms', {
      baseline: `${bare.clearedMs.p99?.toFixed(0)} ms bare`,
    }),
    ...figure('CPU of a call-second', engine.cpuUsPerCallSecond, 'µs', {
      baseline: `${bare.cpuUsPerCallSecond.toFixed(0)} µs bare`,
    }),
    ...figure('memory of a call', engine.bytesPerCall / 1024, 'KB', {
      baseline: `${(bare.bytesPerCall / 1024).toFixed(0)} KB bare`,
    }),
    ...figure(
      'calls not taken, broken off or not answered',
      engine.refused + engine.failed + engine.broken + engine.unanswered,
      'calls and turns',
      { goal: '0' },
    ),
    ...figure(
      'the carrier’s own share',
      engine.generatorCores,
      `cores (${engine.generatorLateP99Ms.toFixed(0)} ms late at p99)`,
    ),
  ];
}
