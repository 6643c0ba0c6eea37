import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { ended, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { ProblemError } from '../../problem.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';

const cloud = unrulyEngine('cloud', {
  firstMs: 1,
  fails: new ProblemError('engine-quota', 'The quota of cloud is used up.'),
});
let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({
    speech: () =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: [cloud.kind],
        installation: { cloud: { apiKey: 'key' } },
      }),
  });
});
afterAll(() => scene.close());

test('a voice that cannot speak fails its version; a draft by another voice stands beside it, marked as one', async () => {
  const { scriptId } = await scene.script(scene.owner);
  const failed = await scene.version(scene.owner, scriptId, {
    voiceId: 'cloud:one',
    parameters: { settings: { stability: 0.2 } },
    note: 'For the hotline',
  });
  expect(failed).toMatchObject({ state: 'failed', failure: { code: 'engine-quota' }, standIn: null });
  const { items } = (await scene.owner('GET', `/scripts/${scriptId}/versions`)).body;
  expect(items).toHaveLength(2);
  const draft = await ended(scene.owner, items[0].id);
  expect(draft).toMatchObject({
    number: 2,
    state: 'ready',
    status: 'draft',
    voice: { id: 'flite:slt' },
    note: 'For the hotline',
    createdBy: failed.createdBy,
    standIn: {
      forId: failed.id,
      forNumber: 1,
      voice: 'cloud one',
      reason: 'The quota of cloud is used up.',
    },
  });
  expect(draft.parameters.settings).toBeUndefined();
  // Once is enough to know that a quota is used up.
  expect(cloud.seen.asked).toBe(1);
});
