import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { readEngineSettings } from '../../engines/workspaceSettings.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';

const cloud = unrulyEngine('cloud', { firstMs: 1, fails: null });
const opened: string[] = [];
let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({
    worker: false,
    speech: (deps) =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: [
          {
            ...cloud.kind,
            open(settings) {
              opened.push(settings.apiKey ?? '');
              return cloud.engine;
            },
          },
        ],
        workspaceSettings: (workspaceId) => readEngineSettings(deps, workspaceId),
      }),
  });
});
afterAll(() => scene.close());

const enginesOf = async (by: StudioScene['owner']) => (await by('GET', '/engines')).body.items;

test('a workspace sets an engine up for itself alone; its key is used, and never shown again', async () => {
  const { owner } = scene;
  expect(await enginesOf(owner)).toMatchObject([
    { id: 'flite', configured: true, settings: [] },
    {
      id: 'cloud',
      configured: false,
      hint: 'Set CLOUD_API_KEY.',
      settings: [{ name: 'apiKey', setBy: null }],
    },
  ]);
  const set = await owner('PUT', '/engines/cloud/settings', { apiKey: 'very-secret' });
  expect(set).toMatchObject({
    status: 200,
    body: {
      id: 'cloud',
      configured: true,
      healthy: true,
      settings: [{ name: 'apiKey', setBy: 'workspace' }],
    },
  });
  expect(opened).toEqual(['very-secret']);
  expect(JSON.stringify([set.body, await enginesOf(owner)])).not.toContain('very-secret');
  expect(await enginesOf(await scene.stranger())).toMatchObject([
    { id: 'flite' },
    { id: 'cloud', configured: false },
  ]);
  const removed = await owner('PUT', '/engines/cloud/settings', { apiKey: null });
  expect(removed.body).toMatchObject({ configured: false });
});

test.each([
  [{ baseUrl: 'http://10.0.0.1' }, 'validation-failed'],
  [{ apiKey: '' }, 'validation-failed'],
  [{ apiKey: 'two words' }, 'validation-failed'],
  [{ apiKey: 'x'.repeat(501) }, 'validation-failed'],
])('refuses %j', async (settings, code) => {
  const refused = await scene.owner('PUT', '/engines/cloud/settings', settings);
  expect([refused.status, refused.body.code]).toEqual([422, code]);
});

test('only who manages settings may, and only an engine there is', async () => {
  const editor = await scene.join('editor', 'Eddi');
  expect((await editor('PUT', '/engines/cloud/settings', { apiKey: 'x' })).status).toBe(403);
  expect((await scene.owner('PUT', '/engines/none/settings', { apiKey: 'x' })).status).toBe(404);
});
