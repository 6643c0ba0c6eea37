import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptedAudioStore } from '../../../server/storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../../server/storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../../server/storage/masterKeys.ts';
import { createTestDatabase } from '../../support/database.ts';
import type { TestServer } from '../../support/globalSetup.ts';
import { openTestSpeech } from '../../support/speech.ts';
import type { TalkMeans } from './talk.ts';

/** What conversations need, on a database of `server` or of the run of tests. */
export async function openMeans(server?: TestServer): Promise<TalkMeans & { close(): Promise<void> }> {
  const db = await createTestDatabase(server);
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-evals-'));
  const audioStore = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
  const speech = openTestSpeech([]);
  return {
    db,
    audioStore,
    speech,
    async close() {
      await speech.close();
      await rm(folder, { recursive: true, force: true });
      await db.close();
    },
  };
}
