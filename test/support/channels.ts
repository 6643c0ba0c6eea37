import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Caller } from '../../server/caller.ts';
import type { EncodedAudio } from '../../server/speech/contract.ts';
import { encryptedAudioStore } from '../../server/storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../server/storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../server/storage/masterKeys.ts';
import type { Channels } from '../../server/studio/channels/channels.ts';
import { createDefaultChannels } from '../../server/studio/channels/manageChannels.ts';
import { ROLE_SCOPES, type Role } from '../../shared/access.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from './database.ts';

export interface ChannelsScene {
  db: TestDatabase;
  channels: Channels;
  workspaceId: string;
  slug: string;
  close(): Promise<void>;
}

/** A workspace with the default channels on a real database and folder; audio is random bytes of each version. */
export async function channelsScene(): Promise<ChannelsScene> {
  const db = await createTestDatabase();
  const { workspaceId, slug } = await createWorkspace(db);
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-channels-'));
  const audioStore = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
  const made = new Map<string, Buffer>();
  const channels: Channels = {
    database: db.database,
    audioStore,
    async renditionBytes(_workspaceId, versionId, format) {
      const key = `${versionId}.${format}`;
      if (!made.has(key)) made.set(key, randomBytes(20_000));
      return encoded(made.get(key)!);
    },
  };
  const { actor, correlationId } = callerOf(workspaceId, 'owner');
  await db.database.withWorkspace(workspaceId, (tx) =>
    createDefaultChannels(tx, workspaceId, { actor, correlationId }),
  );
  return {
    db,
    channels,
    workspaceId,
    slug,
    async close() {
      await db.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Bytes as an encoder hands them out. */
export const encoded = (bytes: Buffer): EncodedAudio => ({
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

export function callerOf(workspaceId: string, role: Role, name = 'Dora Deployer'): Caller {
  const id = v7();
  return {
    workspaceId,
    actor: { kind: 'user', id, name },
    userId: id,
    role,
    scopes: new Set(ROLE_SCOPES[role]),
    correlationId: `test-${id}`,
  };
}
