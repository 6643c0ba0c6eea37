import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpeechEngine, SpokenVoice, SynthesisRequest } from '../../../server/speech/contract.ts';
import { readText } from '../../../server/speech/readText.ts';
import type { EngineLimits } from '../../../server/speech/remote/askEngine.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import { SpeechParameters, type SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import type { EngineServer, Misbehaviour } from './engineServer.ts';
import type { RealSpeech } from './realSpeech.ts';

/** Engines that keep still are given up soon. */
const IMPATIENT = { firstByteMs: 3000, idleMs: 1000 };

/** A request of a test. */
export function speechOf(
  voice: SpokenVoice,
  text: string,
  parameters: SpeechParametersInput = {},
  { language = voice.languages[0] ?? 'en-US', signal = new AbortController().signal } = {},
): SynthesisRequest {
  return {
    document: readText(text, language),
    voice,
    parameters: SpeechParameters.parse(parameters),
    signal,
  };
}

export async function voiceNamed(engine: SpeechEngine, id: string): Promise<Voice> {
  const voices = await engine.voices();
  const voice = voices.find((candidate) => candidate.id === id);
  if (!voice) throw new Error(`No ${id} among ${voices.map((other) => other.id).join(', ')}.`);
  return voice;
}

export interface BadDays {
  /** The engine, asking the server with this patience. */
  open(patience: Partial<EngineLimits>): SpeechEngine;
  server: EngineServer;
  real: RealSpeech;
  voiceId: string;
  /** The addresses that speak, so that only they are bad. */
  speaks(path: string): boolean;
  /** Where the engine differs from what is customary. */
  codes?: Partial<Record<Misbehaviour, string>>;
}

const CODES: Record<Exclude<Misbehaviour, 'slow'>, string> = {
  silent: 'timeout',
  stalling: 'timeout',
  cut: 'synthesis-failed',
  html: 'synthesis-failed',
  empty: 'synthesis-failed',
  endless: 'synthesis-failed',
  'wrong-rate': 'synthesis-failed',
  busy: 'engine-busy',
  'busy-seconds': 'engine-busy',
  'busy-date': 'engine-busy',
  unauthorized: 'engine-rejected-key',
  quota: 'engine-quota',
  refusing: 'engine-refused',
  broken: 'engine-unavailable',
};
const QUIET_WITHIN_MS = 10_000;
const TEXT = 'Good morning, how are you today?';
const RETRY_AFTER: Partial<Record<Misbehaviour, (seconds: number | undefined) => void>> = {
  busy: (seconds) => expect(seconds).toBeUndefined(),
  'busy-seconds': (seconds) => expect(seconds).toBe(7),
  'busy-date': (seconds) => expect(seconds).toBeGreaterThan(5),
};

/** Registers the tests that every engine over the network must pass: each bad way ends in its code, and leaves nothing open. */
export function testBadDays({ open, server, real, voiceId, speaks, codes }: BadDays): void {
  let engine: SpeechEngine;
  beforeAll(async () => {
    engine = open(IMPATIENT);
    // Afterwards the server has it ready, so that only its bad ways are waited for.
    await real.speak(TEXT, 24_000);
  });
  afterAll(() => engine.close());

  test.each(Object.entries({ ...CODES, ...codes }) as [Misbehaviour, string][])(
    'a server that is %s: %s',
    async (bad, code) => {
      const voice = await voiceNamed(engine, voiceId);
      server.behave(bad, speaks);
      const failure = await engine.synthesize(speechOf(voice, TEXT)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code });
      expect(String(failure)).not.toMatch(/SECRET|127\.0\.0\.1|https?:/);
      RETRY_AFTER[bad]?.((failure as { retryAfterSeconds?: number }).retryAfterSeconds);
      server.behave(null);
      // A silent server holds its request until the other side goes.
      await server.quiet(QUIET_WITHIN_MS);
    },
  );

  test('a server that is slow is waited for, and one whose listener leaves is left', async () => {
    const voice = await voiceNamed(engine, voiceId);
    server.behave('slow', speaks);
    expect((await engine.synthesize(speechOf(voice, TEXT))).samples.length).toBeGreaterThan(10_000);
    server.behave('stalling', speaks);
    const controller = new AbortController();
    const before = server.asked.length;
    const speaking = engine.synthesize(speechOf(voice, TEXT, {}, { signal: controller.signal }));
    await expect.poll(() => server.asked.slice(before).some(({ path }) => speaks(path))).toBe(true);
    controller.abort(new Error('The listener has left.'));
    await expect(speaking).rejects.toThrow('left');
    await server.quiet(QUIET_WITHIN_MS);
    server.behave(null);
  });

  test('a server that is gone is unavailable', async () => {
    const voice = await voiceNamed(engine, voiceId);
    await server.close();
    await expect(engine.synthesize(speechOf(voice, TEXT))).rejects.toMatchObject({
      code: 'engine-unavailable',
    });
  });
}
