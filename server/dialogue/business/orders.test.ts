import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolScene, toolScene } from '../../../test/support/toolScene.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { orders } from '../../db/schema/index.ts';
import { orderDigits } from './orders.ts';

let scene: ToolScene;
beforeAll(async () => {
  scene = await toolScene();
});
afterAll(() => scene.close());

const lengths = () => inside((tx) => orderDigits(tx, scene.workspaceId));
const take = (...numbers: string[]) =>
  inside((tx) =>
    tx.insert(orders).values(
      numbers.map((number) => ({
        workspaceId: scene.workspaceId,
        number,
        items: [],
        status: 'processing' as const,
      })),
    ),
  );
const inside = <Result>(work: (tx: WorkspaceTx) => Promise<Result>) =>
  scene.db.database.withWorkspace(scene.workspaceId, work);

test('orders tell how long their numbers are, however they are written, unless one has letters', async () => {
  expect(await lengths()).toEqual([]);
  await take('123-45', '54321', '678901');
  expect(await lengths()).toEqual([5, 6]);
  await take('A1234');
  expect(await lengths()).toEqual([]);
});
