import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { audioObjects, engineSettings, mcpServers, webhooks } from '../db/schema/index.ts';
import { createAnchorSigner } from '../identity/audit/anchorSigner.ts';
import { ownSigningKey } from '../provenance/keepSigningKey.ts';
import { byteStoreFrom } from '../storage/byteStoreFrom.ts';
import { encryptedAudioStore } from '../storage/encryptedAudioStore.ts';
import { fixedMasterKeys, newMasterKey } from '../storage/masterKeys.ts';
import { guardMasterKeys } from './guardMasterKeys.ts';
import {
  countSealedUnderOlderKeys,
  requireOnlyCurrentKey,
  rotateMasterKeys,
  SECRETS,
} from './rotateMasterKeys.ts';

const OBJECTS = 7;
let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-rotation-'));
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

test('a rotation that was stopped goes on, and afterwards the old key is needed for nothing', async () => {
  const [oldKey, newKey] = [newMasterKey(), newMasterKey()];
  const [before, during, after] = [[oldKey], [newKey, oldKey], [newKey]].map(fixedMasterKeys);
  const bytes = await byteStoreFrom(folder);
  await guardMasterKeys(db.url, before!);

  const { workspaceId } = await createWorkspace(db);
  const store = encryptedAudioStore(bytes, before!);
  const plain = randomBytes(1000);
  await db.database.withWorkspace(workspaceId, async (tx) => {
    for (let n = 0; n < OBJECTS; n++) {
      const sealed = await store.putPrivate(`audio/${n}`, plain);
      const row = {
        id: v7(),
        workspaceId,
        state: 'stored' as const,
        kind: 'master' as const,
        format: `f${n}`,
      };
      await tx.insert(audioObjects).values({ ...row, ...sealed });
    }
    await tx.insert(audioObjects).values({
      id: v7(),
      workspaceId,
      state: 'stored',
      kind: 'published',
      format: 'wav',
    });
    await tx.insert(webhooks).values({
      id: v7(),
      workspaceId,
      url: 'https://x.test',
      events: [],
      sealedSecret: store.seal('whsec'),
    });
    await tx
      .insert(engineSettings)
      .values({ workspaceId, engineId: 'other', sealedSecret: store.seal('{}') });
    await tx.insert(mcpServers).values({
      workspaceId,
      name: 'crm',
      url: 'https://x.test',
      sealedHeaders: store.seal('{"authorization":"x"}'),
      headerNames: ['authorization'],
      active: true,
      tools: [],
      createdByKind: 'user',
      createdByName: 'Olga',
    });
  });
  expect(await countSealedUnderOlderKeys(db.url, during!)).toBe(OBJECTS + 3);

  const rotation = {
    databaseUrl: db.url,
    masters: during!,
    audit: { database: db.database, bytes, signer: createAnchorSigner(during!) },
    batchRows: 3,
  };
  const stopped = rotateMasterKeys({
    ...rotation,
    onProgress: () => {
      throw new Error('stopped');
    },
  });
  await expect(stopped).rejects.toThrow('stopped');
  expect(await countSealedUnderOlderKeys(db.url, during!)).toBe(OBJECTS + 3 - 3);
  await expect(guardMasterKeys(db.url, after!)).rejects.toThrow(oldKey.id);

  const keyBefore = await ownSigningKey(db.url, encryptedAudioStore(bytes, before!));
  const progress: [string, number][] = [];
  await rotateMasterKeys({ ...rotation, onProgress: (what, done) => progress.push([what, done]) });
  expect(progress).toEqual([
    ['audio keys', 3],
    ['audio keys', 4],
    ['secrets', 1],
    ['secrets', 1],
    ['secrets', 1],
  ]);
  expect(await countSealedUnderOlderKeys(db.url, during!)).toBe(0);
  await requireOnlyCurrentKey(db.url, after!);
  await guardMasterKeys(db.url, after!);
  await expect(guardMasterKeys(db.url, before!)).rejects.toThrow(newKey.id);

  const rotated = encryptedAudioStore(bytes, after!);
  expect(await ownSigningKey(db.url, rotated)).toEqual(keyBefore);
  await db.database.withWorkspace(workspaceId, async (tx) => {
    for (const row of await tx.select().from(audioObjects)) {
      if (row.kind === 'published') expect(row.masterKeyId).toBeNull();
      else {
        const sealed = { wrappedKey: row.wrappedKey!, masterKeyId: row.masterKeyId! };
        const read = await rotated.getPrivate(`audio/${row.format.slice(1)}`, sealed);
        expect(read.equals(plain)).toBe(true);
      }
    }
    const [webhook] = await tx.select().from(webhooks);
    expect(rotated.open(webhook!.sealedSecret)).toBe('whsec');
    const [engine] = await tx.select().from(engineSettings);
    expect(rotated.open(engine!.sealedSecret)).toBe('{}');
    const [server] = await tx.select().from(mcpServers);
    expect(rotated.open(server!.sealedHeaders)).toBe('{"authorization":"x"}');
  });
});

test('every sealed column of the database is one that a rotation covers', async () => {
  const { rows } = await db.database.outside.execute<{ place: string }>(sql`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' and column_name like 'sealed%'`);
  const covered = SECRETS.map(({ table, column }) => `${table}.${column}`);
  expect(rows.map(({ place }) => place).sort()).toEqual(covered.sort());
});
