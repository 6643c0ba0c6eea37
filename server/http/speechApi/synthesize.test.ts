import { afterEach, expect, test } from 'vitest';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { resolvePersonality } from '../../personalities/resolvePersonality.ts';
import { noProvenance } from '../../provenance/contract.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import type { SpeechEngine } from '../../speech/contract.ts';
import { mountVoiceApi } from './voiceApi.ts';

const open: ChatScene[] = [];
afterEach(async () => {
  for (const scene of open.splice(0)) await scene.close();
});

/** The speech API with an engine that keeps still, beside these. */
async function withSilent(builtin: readonly SpeechEngine[], thinkMs: number) {
  const silent = unrulyEngine('silent', { firstMs: 3_600_000, fails: null });
  const recognition = openTestRecognition([]);
  const scene = await chatScene({
    scopes: ['speech:synthesize'],
    speech: openTestSpeech(builtin, {
      kinds: [silent.kind],
      installation: { silent: { apiKey: 'key' } },
    }),
    mounts: (parts) => [
      (app) =>
        mountVoiceApi(app, {
          ...parts,
          recognition,
          provenance: noProvenance('Not in this test.'),
          thinkMs,
          dictionaryOf: async () => [],
          personality: resolvePersonality,
        }),
    ],
  });
  open.push(scene);
  const speak = () => scene.owner.post('/api/v1/voice/synthesize', { text: 'Hello.', voiceId: 'silent:one' });
  return { silent, speak };
}

test('an engine that keeps still is stood in for in time, and the program is told', async () => {
  const { speak } = await withSilent([openFlite({ processes: 1 })], 30_000);
  const { status, headers } = await speak();
  expect(status).toBe(200);
  expect(headers.get('x-fallback')).toBe('timeout');
  expect(headers.get('x-voice')).not.toBe('silent:one');
}, 60_000);

test('where nobody else speaks it ends with what happened, and the engine is left alone', async () => {
  const { silent, speak } = await withSilent([], 500);
  expect(await speak()).toMatchObject({
    status: 504,
    body: { code: 'timeout', detail: expect.stringContaining('in time') },
  });
  expect(silent.seen).toMatchObject({ running: 0, aborted: 1 });
});
