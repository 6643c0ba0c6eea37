import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { forgetIdempotencyKeys, IDEMPOTENCY_KEY_DAYS } from './forgetIdempotencyKeys.ts';

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({ worker: false });
});
afterAll(() => scene?.close());

test('a key is forgotten once its days are over, and not before', async () => {
  const { scriptId } = await scene.script(scene.owner, 'Hello.');
  const ask = async (key: string) =>
    (
      await scene.owner(
        'POST',
        `/scripts/${scriptId}/versions`,
        { voiceId: 'flite:kal' },
        {
          'idempotency-key': key,
        },
      )
    ).body.id;
  const age = (key: string, days: number) =>
    scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
      tx.execute(
        sql`update idempotency_keys set created_at = now() - make_interval(days => ${days}) where key = ${key}`,
      ),
    );
  const [old, young] = [await ask('old'), await ask('young')];
  await age('old', IDEMPOTENCY_KEY_DAYS + 1);
  await age('young', IDEMPOTENCY_KEY_DAYS - 1);
  expect(await forgetIdempotencyKeys(scene.db.database)).toBe(1);
  expect(await ask('young')).toBe(young);
  expect(await ask('old')).not.toBe(old);
});
