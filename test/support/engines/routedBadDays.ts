import { afterAll, describe, expect, test } from 'vitest';
import type { EngineSettings } from '../../../server/engines/contract.ts';
import { openFlite } from '../../../server/providers/builtin/flite/fliteEngine.ts';
import type { SpeakRequest, Speech, SpeechEngineKind } from '../../../server/speech/contract.ts';
import { type AudioPool, openAudioPool } from '../../../server/speech/mastering/pool.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../speech.ts';
import type { EngineServer, Misbehaviour } from './engineServer.ts';

const STAND_IN = 'flite:slt';
const TEXT = 'This is said on a bad day.';

/** The failures that every engine's adapter must tell apart. */
const FAILURES: Partial<Record<Misbehaviour, string>> = {
  cut: 'synthesis-failed',
  html: 'synthesis-failed',
  empty: 'synthesis-failed',
  endless: 'synthesis-failed',
  busy: 'engine-busy',
  'busy-seconds': 'engine-busy',
  unauthorized: 'engine-rejected-key',
  quota: 'engine-quota',
  refusing: 'engine-refused',
  broken: 'engine-unavailable',
};

export interface RoutedBadDays {
  kind: SpeechEngineKind;
  settings: EngineSettings;
  server: EngineServer;
  voiceId: string;
  /** Of requests that speak; the others go well. */
  speaking(path: string): boolean;
  /** What the engine's own bodies make of it, where that differs. */
  codes?: Partial<Record<Misbehaviour, string>>;
}

/**
 * Tests of an engine's adapter against its protocol server in every bad way, through the router: the failure has its
 * code and tells nothing of the engine, another voice stands in and is recorded as such, nothing is left open.
 */
export function testRoutedBadDays({ kind, settings, server, voiceId, speaking, codes }: RoutedBadDays): void {
  describe(`${kind.name} on bad days`, () => {
    const pool = openAudioPool({ threads: 1 });
    const flite = openFlite({ processes: 1 });
    const kept: AudioPool = { ...pool, close: async () => undefined };
    const stays = { ...flite, close: async () => undefined };
    afterAll(async () => {
      await pool.close();
      await flite.close();
    });

    const withSpeech = async (work: (speech: Speech) => Promise<void>) => {
      const speech = openTestSpeech([stays], {
        kinds: [kind],
        installation: { [kind.id]: settings },
        fallbackChoice: async () => ({ standIns: { [voiceId]: STAND_IN }, chain: [] }),
        pool: kept,
      });
      try {
        await work(speech);
      } finally {
        server.behave(null);
        await speech.close();
      }
      await server.quiet();
    };
    const requestOf = (more: Partial<SpeakRequest> = {}): SpeakRequest => ({
      text: TEXT,
      language: 'en-US',
      voiceId,
      parameters: SpeechParameters.parse({}),
      signal: new AbortController().signal,
      workspaceId: 'workspace',
      use: TEST_USE,
      ...more,
    });
    const secrets = Object.values(settings);

    test.each(Object.entries({ ...FAILURES, ...codes }))('%s is %s', async (bad, code) => {
      await withSpeech(async (speech) => {
        server.behave(bad as Misbehaviour, speaking);
        const failure: unknown = await speech.speak(requestOf()).catch((error: unknown) => error);
        expect(failure).toMatchObject({ code });
        const { message } = failure as Error;
        expect(message).not.toMatch(/SECRET|127\.0\.0\.1|<|\{/);
        for (const secret of secrets) expect(message).not.toContain(secret);
        if (bad === 'busy-seconds') expect(failure).toMatchObject({ retryAfterSeconds: 7 });
      });
      if (code === 'engine-refused') return;
      await withSpeech(async (speech) => {
        server.behave(bad as Misbehaviour, speaking);
        const master = await speech.speak(requestOf({ fallback: 'allowed' }));
        expect(master.voice.id).toBe(STAND_IN);
        expect(master.fallback).toMatchObject({ voiceId, code });
      });
    });

    test('slowly is well', () =>
      withSpeech(async (speech) => {
        server.behave('slow', speaking);
        const master = await speech.speak(requestOf());
        expect(master.fallback).toBeNull();
        expect(master.durationMs).toBeGreaterThan(1000);
      }));

    test.each<Misbehaviour>(['silent', 'stalling'])('%s until it is cancelled closes the connection', (bad) =>
      withSpeech(async (speech) => {
        server.behave(bad, speaking);
        const controller = new AbortController();
        const speaks = speech.speak(requestOf({ signal: controller.signal }));
        const outcome = expect(speaks).rejects.toThrow('enough');
        while (server.open === 0) await new Promise((resolve) => setImmediate(resolve));
        controller.abort(new Error('enough'));
        await outcome;
        await server.quiet();
      }),
    );

    test('stalling is passed over when the first sound is needed soon', () =>
      withSpeech(async (speech) => {
        await speech.speak(requestOf({ voiceId: STAND_IN, text: 'Warm up.' }));
        server.behave('stalling', speaking);
        const master = await speech.speak(requestOf({ fallback: 'allowed', deadlineMs: 400 }));
        expect(master.voice.id).toBe(STAND_IN);
        expect(master.fallback).toMatchObject({ voiceId });
        await server.quiet();
      }));

    test('offline is said plainly', async () => {
      const gone = { ...settings, baseUrl: 'http://127.0.0.1:1' };
      const speech = openTestSpeech([stays], {
        kinds: [kind],
        installation: { [kind.id]: gone },
        fallbackChoice: async () => ({ standIns: {}, chain: [] }),
        pool: kept,
      });
      const engine = await speech.engine('workspace', kind.id);
      const voices = await speech.voices('workspace');
      // Without its list an engine has no voices, and says itself why.
      if (!voices.some(({ id }) => id === voiceId))
        await expect(engine?.voices()).rejects.toThrow(`${kind.name} is offline`);
      else await expect(speech.speak(requestOf())).rejects.toThrow(`${kind.name} is offline`);
      await speech.close();
    });
  });
}
