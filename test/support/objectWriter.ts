import { randomBytes, randomUUID } from 'node:crypto';
import { openFolderStore } from '../../server/storage/folderStore.ts';

// The child process of server/storage/byteStores.test.ts: writes objects until it is killed, and says which are acknowledged.
const store = await openFolderStore(process.argv[2] as string);
for (;;) {
  const key = `audio/${randomUUID()}`;
  await store.put(key, randomBytes(1024 * 1024));
  process.stdout.write(`${key}\n`);
}
