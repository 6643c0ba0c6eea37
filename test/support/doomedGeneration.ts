/**
 * One attempt at a generation in a process that kills itself at a point, as a crash would:
 * `node --import tsx test/support/doomedGeneration.ts DATABASE_URL FOLDER MASTER_KEY WORKSPACE VERSION POINT`.
 */

import { openDatabase } from '../../server/db/database.ts';
import { noProvenance } from '../../server/provenance/contract.ts';
import { openFlite } from '../../server/providers/builtin/flite/fliteEngine.ts';
import { encryptedAudioStore } from '../../server/storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../server/storage/folderStore.ts';
import { fixedMasterKeys, parseMasterKeys } from '../../server/storage/masterKeys.ts';
import { runGeneration } from '../../server/studio/generation/runGeneration.ts';
import { openAccounts } from '../../server/usage/accounts.ts';
import { LIST_PRICES } from '../../shared/prices/priceTable.ts';
import { openTestSpeech } from './speech.ts';

const [url, folder, masterKey, workspaceId, versionId, point] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  'claimed' | 'spoken' | 'stored',
];
const die = () => process.kill(process.pid, 'SIGKILL');
const database = openDatabase(url);
const speech = openTestSpeech([openFlite({ processes: 1 })], {
  accounts: openAccounts({ database, givenPlan: 'enterprise', prices: LIST_PRICES, onUnsettled: () => {} }),
});
const audioStore = encryptedAudioStore(
  await openFolderStore(folder),
  fixedMasterKeys(parseMasterKeys(masterKey)),
);
await runGeneration(
  {
    database,
    speech: {
      ...speech,
      async speak(request) {
        if (point === 'claimed') die();
        const master = await speech.speak(request);
        if (point === 'spoken') die();
        return master;
      },
    },
    audioStore: {
      ...audioStore,
      async putPrivate(key, bytes) {
        const sealed = await audioStore.putPrivate(key, bytes);
        if (point === 'stored') die();
        return sealed;
      },
    },
    provenance: noProvenance('Not in this test.'),
    prices: LIST_PRICES,
  },
  { workspaceId, versionId },
  new AbortController().signal,
);
