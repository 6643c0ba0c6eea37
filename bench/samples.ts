import { floatToInt16 } from '../server/audio/pcm16.ts';
import { writeWav } from '../server/audio/wav.ts';
import { openEspeak } from '../server/providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../server/providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../server/providers/builtin/flite/flitePronouncer.ts';
import { openSilero } from '../server/providers/builtin/silero/silero.ts';
import { openSoundSwallower } from '../server/providers/builtin/soundswallower/soundswallower.ts';
import { matchStatement } from '../server/voices/custom/matchStatement.ts';
import { openExaminer } from '../server/voices/samples/examiner.ts';
import { openListener } from '../server/voices/samples/openListener.ts';
import type { SampleCheck } from '../shared/api/personalities.ts';
import { openTestSpeech } from '../test/support/speech.ts';
import {
  alone,
  clipped,
  HALVES,
  music,
  RATE_HZ,
  type Recording,
  together,
} from './support/samples/recordings.ts';
import { statements } from './support/samples/statements.ts';
import type { Figure } from './support/statistics.ts';

type Check = 'speakers' | 'music' | 'clipping';
const HIT_GOAL = '≥ 0.9';
const ALARM_GOAL = '≤ 0.05';

/**
 * How often the checks of recordings find what is wrong, by kind, and how often they blame one person who speaks
 * alone; and how often a spoken statement, and something else, is told to be what it is. On the half of the set
 * that nothing was tuned on. What is not checked counts as missed.
 */
export async function run(): Promise<Figure[]> {
  const speech = openTestSpeech([openFlite({ processes: 1 }), openEspeak({ processes: 1 })]);
  const examiner = openExaminer({ threads: 1 });
  const voiceActivity = openSilero();
  const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
  const listener = openListener({ recognizers: [recognizer], voiceActivity });
  const rates = new Map<string, { flagged: number; count: number; goal: string }>();
  const count = (name: string, flagged: boolean, goal: string) => {
    const rate = rates.get(name) ?? { flagged: 0, count: 0, goal };
    rates.set(name, { ...rate, flagged: rate.flagged + Number(flagged), count: rate.count + 1 });
  };
  const record = async (sound: Float32Array) => examiner.examine(writeWav(floatToInt16(sound), RATE_HZ));
  const judge = async ({ kind, done, make }: Recording, wrong: Check | null) => {
    const recording = await record(await make(speech));
    const { checks } = await listener.understand(recording);
    const all = [...recording.checks, ...checks];
    for (const name of ['speakers', 'music', 'clipping'] as const) {
      if (wrong !== null && wrong !== name) continue;
      const found = flagged(all, name);
      count(`${name}: ${kind}`, found, wrong ? HIT_GOAL : ALARM_GOAL);
      if (found !== (wrong !== null))
        console.info(`${name}, ${kind}: ${found ? 'flagged' : 'missed'}; ${done}`);
    }
  };
  try {
    const half = HALVES.publishing;
    for (const recording of alone(half, 42)) await judge(recording, null);
    for (const recording of together(half, 21)) await judge(recording, 'speakers');
    for (const recording of music(half, 15)) await judge(recording, 'music');
    for (const recording of clipped(half, 9)) await judge(recording, 'clipping');
    for (const { kind, done, statement, spoken, make } of statements(half)) {
      const heard = await listener.hear(await record(await make(speech)), statement);
      const matched = matchStatement(statement, heard) === 'matched';
      count(`statement, matched: ${kind}`, matched, spoken ? HIT_GOAL : ALARM_GOAL);
      if (matched !== spoken) console.info(`statement, ${kind}: heard “${heard}”; ${done}`);
    }
  } finally {
    await Promise.all([
      speech.close(),
      examiner.close(),
      voiceActivity.close(),
      recognizer.close(),
      listener.close(),
    ]);
  }
  return [...rates].map(([name, rate]) => ({
    name: `samples: ${name} (of ${rate.count})`,
    value: rate.flagged / rate.count,
    unit: 'flagged',
    goal: rate.goal,
  }));
}

const flagged = (checks: readonly SampleCheck[], name: Check) =>
  checks.some((check) => check.name === name && (check.state === 'failed' || check.state === 'warning'));
