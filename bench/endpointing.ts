import { openCallers } from '../scripts/support/callers.ts';
import { endpointMs } from '../server/calls/turns/endpoint.ts';
import { learnBeside, learned } from '../server/dialogue/understanding/intents/intents.ts';
import { openLiveSilero } from '../server/providers/builtin/silero/live/liveSilero.ts';
import type { LiveVoiceActivity } from '../server/speech/voiceActivity.ts';
import { judge } from './support/endpointing/silences.ts';
import { heldOutTurns, type SpokenTurn, spokenTurns } from './support/endpointing/turns.ts';
import { type Figure, median } from './support/statistics.ts';

/** Waits that know nothing but silence. */
const FIXED_MS = [200, 300, 400, 550, 700, 900, 1_200, 1_500];

type Sounds = ReturnType<typeof openCallers>['sounds'];
/** How long is waited behind a silence, by what is expected and what was said until then. */
type Patience = (turn: SpokenTurn, said: string) => number;
interface Heard {
  turn: SpokenTurn;
  /** Each silence inside of it, and what was said before. */
  silences: { lengthMs: number; said: string }[];
}

/**
 * Who is cut off, and how long everybody else waits: turns with pauses inside sentences, digits and e-mails, as the
 * product’s judge of speech hears them, against waits that know nothing but silence. What was said until a pause is
 * taken to be understood by then.
 */
export async function run(): Promise<Figure[]> {
  const callers = openCallers();
  const activity = openLiveSilero({ onBroken: (error) => console.error(error) });
  learnBeside();
  await learned();
  try {
    const sets = [
      { name: '', turns: spokenTurns() },
      { name: 'held out, ', turns: heldOutTurns() },
    ];
    const figures: Figure[] = [];
    for (const { name, turns } of sets)
      figures.push(...(await judgeTurns(callers.sounds, activity, name, turns)));
    return figures;
  } finally {
    await activity.close();
    await callers.close();
  }
}

async function judgeTurns(
  sounds: Sounds,
  activity: LiveVoiceActivity,
  set: string,
  turns: readonly SpokenTurn[],
): Promise<Figure[]> {
  const heard: Heard[] = [];
  let missed = 0;
  for (const turn of turns) {
    const { sound, endsMs } = await soundOf(sounds, turn);
    const judged = await judge(activity, sound.mulaw, sound.audibleToMs);
    if (judged.missed) missed++;
    else
      heard.push({
        turn,
        silences: judged.inside.map(({ fromMs, lengthMs }) => ({
          lengthMs,
          said: turn.parts.slice(0, endsMs.filter((ms) => ms <= fromMs + SLACK_MS).length).join(' '),
        })),
      });
  }
  const about = `${set}${heard.length} turns, 4 voices, telephone`;
  const ours = measure(heard, (turn, said) => endpointMs(turn.awaited, said));
  print(about, heard, ours);
  const baseline = measure(heard, () => 550);
  return [
    {
      name: `endpointing: false cut-offs, ${about}`,
      value: 100 * ours.cutOff,
      unit: '%',
      baseline: `${(100 * baseline.cutOff).toFixed(1)} % with a silence of 550 ms`,
    },
    { name: `endpointing: delay, p50, ${about}`, value: ours.delayMs, unit: 'ms', baseline: '550 ms' },
    { name: `endpointing: delay, p95, ${about}`, value: ours.p95Ms, unit: 'ms', baseline: '550 ms' },
    { name: `endpointing: turns not heard at all, ${about}`, value: missed, unit: 'turns', goal: '0' },
    ...FIXED_MS.map((ms) => ({
      name: `endpointing: false cut-offs with a silence of ${ms} ms, ${about}`,
      value: 100 * measure(heard, () => ms).cutOff,
      unit: '%',
    })),
  ];
}

function print(about: string, heard: readonly Heard[], ours: ReturnType<typeof measure>): void {
  console.log(about);
  const rows = [
    ...FIXED_MS.map((ms) => ({ name: `silence of ${ms} ms`, ...measure(heard, () => ms) })),
    { name: 'by what is expected and said', ...ours },
  ];
  for (const { name, cutOff, delayMs, p95Ms } of rows)
    console.log(
      `${name.padEnd(30)} cut off ${(100 * cutOff).toFixed(1).padStart(5)} %   delay p50 ${delayMs.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms`,
    );
  for (const kind of new Set(heard.map(({ turn }) => turn.awaited.what))) {
    const those = heard.filter(({ turn }) => turn.awaited.what === kind);
    const { cutOff, delayMs } = measure(those, (turn, said) => endpointMs(turn.awaited, said));
    console.log(
      `  ours, ${kind}: cut off ${(100 * cutOff).toFixed(1)} % of ${those.length}, delay p50 ${delayMs.toFixed(0)} ms`,
    );
  }
}

/** A judge puts the end of a sound a little before its last quiet part. */
const SLACK_MS = 250;

function measure(heard: readonly Heard[], patience: Patience) {
  let cutOff = 0;
  const delays: number[] = [];
  for (const { turn, silences } of heard) {
    if (silences.some(({ lengthMs, said }) => lengthMs >= patience(turn, said))) cutOff++;
    else delays.push(patience(turn, turn.parts.join(' ')));
  }
  const sorted = delays.toSorted((one, other) => one - other);
  return {
    cutOff: cutOff / heard.length,
    delayMs: delays.length > 0 ? median(delays) : 0,
    p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
  };
}

/** The sound of a turn, and where each of its parts ends. */
async function soundOf(sounds: Sounds, { parts, pausesMs, voiceId }: SpokenTurn) {
  const text = (count: number) =>
    parts
      .slice(0, count)
      .map((part, index) => (index === 0 ? part : `[${pausesMs[index - 1]}] ${part}`))
      .join(' ');
  const endsMs: number[] = [];
  for (let count = 1; count <= parts.length; count++)
    endsMs.push((await sounds.said(text(count), voiceId)).audibleToMs);
  return { sound: await sounds.said(text(parts.length), voiceId), endsMs };
}
