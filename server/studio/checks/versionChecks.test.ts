import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { type Call, studioScene } from '../../../test/support/studioScene.ts';
import { workspaces } from '../../db/schema/index.ts';
import { openFlitePronouncer } from '../../providers/builtin/flite/flitePronouncer.ts';
import { openSilero } from '../../providers/builtin/silero/silero.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';

const ears = {
  recognizers: [openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] })],
  voiceActivity: openSilero(),
};
const scene = await studioScene({ ears });
const deaf = await studioScene();
afterAll(async () => {
  await Promise.all([scene.close(), deaf.close()]);
  await Promise.all([ears.voiceActivity.close(), ...ears.recognizers.map((one) => one.close())]);
});

async function checked(call: Call, id: string) {
  for (const deadline = Date.now() + 60_000; ; ) {
    const { body } = await call('GET', `/versions/${id}/checks`);
    if (body.finishedAt) return body;
    if (Date.now() > deadline) throw new Error('the checks never came');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const mustBeGreen = (of: typeof scene) =>
  of.db.database.withWorkspace(of.workspace.workspaceId, (tx) =>
    tx
      .update(workspaces)
      .set({ requireGreenChecks: true })
      .where(eq(workspaces.id, of.workspace.workspaceId)),
  );

test('a version is checked after it is ready, and again when asked', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(owner);
  const { id } = await scene.version(owner, scriptId);
  const first = await checked(owner, id);
  expect(first.checks.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual(
    ['words', 'clipping', 'silence', 'loudness', 'tail', 'duration'].map((name) => [name, 'passed']),
  );
  expect(first.checker).toMatch(/soundswallower/);
  expect((await owner('GET', `/versions/${id}`)).body.checks).toMatchObject({ state: 'passed' });

  const again = await owner('POST', `/versions/${id}/checks`);
  expect(again.status).toBe(202);
  expect(again.body).toMatchObject({ summary: { state: 'waiting' }, checks: [] });
  expect((await checked(owner, id)).requestedAt).not.toBe(first.requestedAt);

  await mustBeGreen(scene);
  const submitted = await owner('POST', `/versions/${id}/status`, { to: 'in_review' });
  expect(submitted.status).toBe(200);
}, 120_000);

test('where checks must be green, what was not checked does not go to review', async () => {
  const { owner } = deaf;
  const { scriptId } = await deaf.script(owner);
  const { id } = await deaf.version(owner, scriptId);
  await mustBeGreen(deaf);
  const refused = await owner('POST', `/versions/${id}/status`, { to: 'in_review' });
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('checks-not-passed');
  expect((await owner('GET', `/versions/${id}`)).body).toMatchObject({
    status: 'draft',
    checks: { state: 'waiting' },
  });
}, 60_000);
