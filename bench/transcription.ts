import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floatToInt16, int16ToFloat } from '../server/audio/pcm16.ts';
import { openFlitePronouncer } from '../server/providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../server/providers/builtin/soundswallower/soundswallower.ts';
import { openLocalRecognizers } from '../server/providers/sherpa/localRecognizers.ts';
import type { Recording, SpeechRecognizer } from '../server/speech/recognition/contract.ts';
import { openRealSpeech } from '../test/support/engines/realSpeech.ts';
import { openTestRecognition } from '../test/support/recognition.ts';
import { TEST_USE } from '../test/support/speech.ts';
import { writeTinyRecognizer } from '../test/support/tinyRecognizer.ts';
import { type Figure, median } from './support/statistics.ts';

const ROUNDS = 30;
const WARM_UP = 5;
const RATE_HZ = 16_000;
/** As much to compute as a small Whisper has: about a tenth of the time of what is said, on one core. */
const LAYERS = 40;
const PHRASES = [
  'talk to an agent',
  'where is my order',
  'book an appointment',
  'yes please',
  'no thank you',
];
const SENTENCES = 'Thank you for calling, how can I help you today with your order or your account? ';

/** What the way through router, detector and chunks costs beside calling the engine directly. */
export async function run(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'recognisers-'));
  writeTinyRecognizer(join(folder, 'tiny-en'), { layers: LAYERS });
  const local = openLocalRecognizers({ folder, memoryLimitBytes: 256 * 2 ** 20 });
  await local.models();
  const phrases = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
  const model = local.kinds.find(({ id }) => id === 'zipformer')!.open!({});
  const recognition = openTestRecognition([model, phrases]);
  const real = openRealSpeech();
  try {
    const say = async (text: string): Promise<Recording> => {
      const { samples } = await real.speak(text, RATE_HZ);
      const narrow = floatToInt16(samples);
      return {
        samples: narrow,
        durationMs: (1000 * narrow.length) / RATE_HZ,
        mediaType: null,
        bandwidthHz: RATE_HZ / 2,
      };
    };
    const phrase = await say('Where is my order?');
    const short = await say(SENTENCES);
    const long = await say(SENTENCES.repeat(10));
    const direct = (engine: SpeechRecognizer, { samples }: Recording, more: object) =>
      engine.transcribe(int16ToFloat(samples), RATE_HZ, {
        language: 'en',
        signal: new AbortController().signal,
        ...more,
      });
    const through = (recording: Recording, engineId: string, more: object) =>
      recognition.transcribe(recording, {
        workspaceId: 'bench',
        use: { purpose: 'test', actor: TEST_USE.actor },
        language: 'en',
        signal: new AbortController().signal,
        engineId,
        fallback: 'never',
        ...more,
      });
    const figures: Figure[] = [];
    for (const [name, engine, recording, more, rounds] of [
      ['a phrase, built-in recogniser', phrases, phrase, { phrases: PHRASES }, ROUNDS],
      ['a sentence, a model of the size of a small Whisper', model, short, {}, ROUNDS],
      ['ten sentences, the same', model, long, {}, 6],
    ] as const) {
      const [alone, routed] = await inTurns(
        [() => direct(engine, recording, more), () => through(recording, engine.id, more)],
        rounds,
      );
      figures.push({
        name: `transcription: ${name}`,
        value: routed! / alone!,
        unit: '× the engine itself',
        goal: '≤ 1.15',
        baseline: `${Math.round(alone!)} ms directly, for ${(recording.durationMs / 1000).toFixed(1)} s`,
      });
    }
    return figures;
  } finally {
    await Promise.all([recognition.close(), real.close()]);
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians in ms of actions in turns, so that the machine's other work burdens all. */
async function inTurns(actions: (() => Promise<unknown>)[], rounds: number): Promise<number[]> {
  const times = actions.map((): number[] => []);
  for (let round = 0; round < Math.min(WARM_UP, rounds) + rounds; round++) {
    for (const [index, action] of actions.entries()) {
      const startedAt = performance.now();
      await action();
      if (round >= Math.min(WARM_UP, rounds)) times[index]!.push(performance.now() - startedAt);
    }
  }
  return times.map(median);
}
