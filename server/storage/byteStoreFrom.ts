import { fileURLToPath } from 'node:url';
import type { ByteStore } from './audioStore.ts';
import { openFolderStore } from './folderStore.ts';

/**
 * Opens the store that an address names: `s3://bucket?endpoint=…&region=…&forcePathStyle=true`, `file:///folder`
 * or a plain path. Throws with what is wrong about the address.
 */
export async function byteStoreFrom(url: string): Promise<ByteStore> {
  if (url.startsWith('s3:')) {
    // Loaded only where it is used: the client costs a quarter of a second of every start.
    const { openS3Store, parseS3Url } = await import('./s3Store.ts');
    return openS3Store(parseS3Url(url));
  }
  return openFolderStore(url.startsWith('file:') ? fileURLToPath(url) : url);
}
