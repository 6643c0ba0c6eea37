import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../shared/speech/parameters.ts';
import { AZURE_KEY, openAzureServer } from '../../test/support/engines/azure.ts';
import { GOOGLE_KEY, openGoogleServer } from '../../test/support/engines/google.ts';
import { openRealSpeech } from '../../test/support/engines/realSpeech.ts';
import { openTestSpeech, TEST_USE } from '../../test/support/speech.ts';
import { AZURE } from '../providers/azure/azureEngine.ts';
import { openFlite } from '../providers/builtin/flite/fliteEngine.ts';
import { GOOGLE } from '../providers/google/googleEngine.ts';
import type { Master } from './contract.ts';

const REQUESTS = 500;
const AT_ONCE = 12;
const DOWN = { from: 150, to: 300 };
const DEADLINE_MS = 3000;
const VOICES = ['google:en-US-Neural2-C', 'azure:en-US-JennyNeural', 'flite:slt'];
const TEXTS = ['Hello there.', 'One moment, please.', 'Thank you for waiting.', 'How can I help you today?'];

const real = openRealSpeech();
const google = await openGoogleServer(real);
const azure = await openAzureServer(real);
const speech = openTestSpeech([openFlite({ processes: 1 })], {
  kinds: [GOOGLE, AZURE],
  installation: {
    google: { apiKey: GOOGLE_KEY, baseUrl: google.url },
    azure: { apiKey: AZURE_KEY, baseUrl: azure.url },
  },
});
afterAll(async () => {
  await speech.close();
  await Promise.all([google.close(), azure.close(), real.close()]);
});

const speak = (text: string, voiceId: string, deadlineMs?: number): Promise<Master> =>
  speech.speak({
    text,
    language: 'en-US',
    voiceId,
    parameters: SpeechParameters.parse({}),
    signal: new AbortController().signal,
    workspaceId: 'workspace',
    use: TEST_USE,
    fallback: 'allowed',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });

test('an engine that goes down among 500 requests and comes back costs none of them', {
  timeout: 600_000,
}, async () => {
  for (const text of TEXTS) await real.speak(text, 24_000);
  let next = 0;
  let late = 0;
  const fallbacks = new Map<string, number>();
  const spokenBy = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

  async function keepAsking(): Promise<void> {
    for (let number = next++; number < REQUESTS; number = next++) {
      // Its answers break off: each loss is seen only after a part of the sound has come.
      if (number === DOWN.from) google.behave('cut', (path) => path.includes('synthesize'));
      if (number === DOWN.to) google.behave(null);
      const voiceId = VOICES[number % VOICES.length]!;
      const startedAt = performance.now();
      const master = await speak(TEXTS[number % TEXTS.length]!, voiceId, DEADLINE_MS);
      if (performance.now() - startedAt > DEADLINE_MS) late++;
      expect(master.durationMs).toBeGreaterThan(300);
      // Whoever spoke is named, and where it is another one than asked, why.
      if (master.voice.id === voiceId) expect(master.fallback).toBeNull();
      else {
        expect(master.fallback).toMatchObject({ voiceId, reason: expect.stringMatching(/\w/) });
        count(fallbacks, `${voiceId.split(':')[0]} ${master.fallback?.code}`);
      }
      count(spokenBy, master.engine.id);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, keepAsking));

  expect([...spokenBy.values()].reduce((sum, n) => sum + n, 0)).toBe(REQUESTS);
  expect(fallbacks.get('google synthesis-failed')).toBeGreaterThan(0);
  expect(fallbacks.get('google engine-unavailable')).toBeGreaterThan(0);
  process.stdout.write(
    `outage: ${REQUESTS} requests, 0 lost, ${late} (${((100 * late) / REQUESTS).toFixed(1)} %) later than ${DEADLINE_MS} ms, ` +
      `spoken by ${JSON.stringify(Object.fromEntries(spokenBy))}, fallbacks ${JSON.stringify(Object.fromEntries(fallbacks))}\n`,
  );

  // It is tried again once its pause is over, and then speaks itself.
  await expect
    .poll(async () => (await speak(TEXTS[0]!, VOICES[0]!)).fallback, { timeout: 60_000, interval: 500 })
    .toBeNull();
  await Promise.all([google.quiet(), azure.quiet()]);
  for (const engine of await speech.engines('workspace')) {
    expect(engine).toMatchObject({ active: 0, waiting: 0, healthy: true, circuit: { state: 'closed' } });
  }
});
