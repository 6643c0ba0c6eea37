import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { readEngineSettings } from '../../engines/workspaceSettings.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { OPENAI } from '../../providers/openai/openaiEngine.ts';

const server = await openEngineServer({
  failures: {},
  async answer({ headers }) {
    return headers.authorization === 'Bearer sk-right'
      ? { body: { data: [] } }
      : { status: 401, body: { error: { code: 'invalid_api_key' } } };
  },
});
let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({
    worker: false,
    speech: (deps) =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: [OPENAI],
        installation: { openai: { baseUrl: `${server.url}/v1`, apiKey: 'sk-wrong' } },
        workspaceSettings: (workspaceId) => readEngineSettings(deps, workspaceId),
      }),
  });
});
afterAll(async () => {
  await scene.close();
  await server.close();
});

const openai = async (by = scene.owner) =>
  (await by('GET', '/engines')).body.items.find(({ id }: { id: string }) => id === 'openai');
const set = async (apiKey: string | null) =>
  (await scene.owner('PUT', '/engines/openai/settings', { apiKey })).body;

test('a wrong key is told when the engines are opened, and when it is saved, before anybody is failed by it', async () => {
  const told = { healthy: false, hint: expect.stringContaining('does not accept the key') };
  expect(await openai()).toMatchObject({ ...told, statistics: { requests: 0 } });
  expect(await set('sk-right')).toMatchObject({ healthy: true, hint: null });
  expect(await set('sk-other')).toMatchObject(told);
});

test('nobody waits long for an engine that keeps still, and one that was looked at lately is not asked again', async () => {
  server.behave('silent');
  const startedAt = performance.now();
  expect(await set('sk-silent')).toMatchObject({
    healthy: false,
    hint: 'OpenAI does not answer.',
  });
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  const asked = server.asked.length;
  expect((await openai()).healthy).toBe(false);
  expect(server.asked.length).toBe(asked);
  server.behave(null);
});
