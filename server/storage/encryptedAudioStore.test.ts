import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHUNK_BYTES } from './chunks.ts';
import { encryptedAudioStore } from './encryptedAudioStore.ts';
import { openFolderStore } from './folderStore.ts';
import { fixedMasterKeys, newMasterKey } from './masterKeys.ts';
import { IntegrityError } from './sealing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voiceops-storage-'));
});
afterAll(() => rm(folder, { recursive: true }));

const oldKey = newMasterKey();
const newKey = newMasterKey();
const openWith = async (...keys: (typeof oldKey)[]) =>
  encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys(keys));

const someLength = fc.oneof(
  fc.integer({ min: 0, max: 3 * CHUNK_BYTES + 5 }),
  fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES),
);

test('any range of any private object reads as what was put, and nothing of it lies there in the clear', async () => {
  const store = await openWith(oldKey);
  await fc.assert(
    fc.asyncProperty(someLength, fc.nat(), fc.nat(), async (length, a, b) => {
      const plain = randomBytes(length);
      const sealed = await store.putPrivate('audio/a', plain);
      expect((await store.getPrivate('audio/a', sealed)).equals(plain)).toBe(true);
      if (length >= 16) {
        const stored = await readFile(join(folder, 'audio/a'));
        expect(stored.includes(plain.subarray(0, 16))).toBe(false);
      }
      if (length === 0) return;
      const start = a % length;
      const end = start + (b % (length + 10));
      const range = await store.getPrivate('audio/a', sealed, { start, end });
      expect(range.equals(plain.subarray(start, end + 1))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a range reads only the chunks that cover it', async () => {
  const inner = await openFolderStore(folder);
  const asked: number[] = [];
  const store = encryptedAudioStore(
    {
      ...inner,
      get: (key, range) => {
        asked.push(range ? range.end - range.start + 1 : Number.POSITIVE_INFINITY);
        return inner.get(key, range);
      },
    },
    fixedMasterKeys([oldKey]),
  );
  const sealed = await store.putPrivate('audio/long', randomBytes(10 * CHUNK_BYTES));
  await store.getPrivate('audio/long', sealed, { start: 5 * CHUNK_BYTES, end: 5 * CHUNK_BYTES + 9 });
  expect(asked).toEqual([CHUNK_BYTES + 16]);
});

test('a range outside the object is refused', async () => {
  const store = await openWith(oldKey);
  const sealed = await store.putPrivate('audio/short', randomBytes(10));
  await expect(store.getPrivate('audio/short', sealed, { start: 10, end: 12 })).rejects.toThrow(RangeError);
});

test('a changed bit, a cut tail, swapped chunks and a swapped object are all found', async () => {
  const store = await openWith(oldKey);
  const path = join(folder, 'audio/b');
  const sealed = await store.putPrivate('audio/b', randomBytes(3 * CHUNK_BYTES));
  const stored = await readFile(path);
  const expectRefused = () => expect(store.getPrivate('audio/b', sealed)).rejects.toThrow(IntegrityError);
  const chunk = CHUNK_BYTES + 16;

  for (const at of [0, chunk - 1, 2 * chunk + 7]) {
    const changed = Buffer.from(stored);
    changed[at]! ^= 1;
    await writeFile(path, changed);
    await expectRefused();
  }
  for (const length of [0, chunk, 2 * chunk, stored.length - 1]) {
    await writeFile(path, stored);
    await truncate(path, length);
    await expectRefused();
  }
  await writeFile(
    path,
    Buffer.concat([stored.subarray(chunk, 2 * chunk), stored.subarray(0, chunk), stored.subarray(2 * chunk)]),
  );
  await expectRefused();

  const other = await store.putPrivate('audio/c', randomBytes(3 * CHUNK_BYTES));
  await writeFile(path, await readFile(join(folder, 'audio/c')));
  await expectRefused();
  await expect(store.getPrivate('audio/b', other)).rejects.toThrow(IntegrityError);
});

test('nothing opens under another master key, nor with a changed wrapped key', async () => {
  const store = await openWith(oldKey);
  const sealed = await store.putPrivate('audio/d', randomBytes(100));
  const stranger = await openWith(newKey);
  await expect(stranger.getPrivate('audio/d', sealed)).rejects.toThrow(oldKey.id);
  await expect(stranger.getPrivate('audio/d', { ...sealed, masterKeyId: newKey.id })).rejects.toThrow(
    IntegrityError,
  );
  const changed = Buffer.from(sealed.wrappedKey);
  changed[20]! ^= 1;
  await expect(store.getPrivate('audio/d', { ...sealed, wrappedKey: changed })).rejects.toThrow(
    IntegrityError,
  );
});

test('after a rotation the audio opens without the old key, and its bytes were not touched', async () => {
  const plain = randomBytes(CHUNK_BYTES + 1);
  const before = await openWith(oldKey);
  const sealed = await before.putPrivate('audio/e', plain);
  const stored = await readFile(join(folder, 'audio/e'));
  const rewrapped = (await openWith(newKey, oldKey)).rewrap(sealed);
  expect(rewrapped.masterKeyId).toBe(newKey.id);
  expect((await (await openWith(newKey)).getPrivate('audio/e', rewrapped)).equals(plain)).toBe(true);
  expect((await readFile(join(folder, 'audio/e'))).equals(stored)).toBe(true);
});

test('a sealed secret opens again, differs each time, and no changed one opens', async () => {
  const store = await openWith(newKey, oldKey);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.nat(), async (secret, at) => {
      const sealed = store.seal(secret);
      expect(store.open(sealed)).toBe(secret);
      expect(sealed.equals(store.seal(secret))).toBe(false);
      const changed = Buffer.from(sealed);
      changed[at % changed.length]! ^= 1;
      expect(() => store.open(changed)).toThrow();
    }),
  );
  expect(store.open((await openWith(oldKey)).seal('kept'))).toBe('kept');
});

test('published audio lies as it is', async () => {
  const store = await openWith(oldKey);
  await store.putPublished('audio/p', Buffer.from('published'));
  expect((await store.getPublished('audio/p', { start: 0, end: 2 })).toString()).toBe('pub');
  expect(await readFile(join(folder, 'audio/p'), 'utf8')).toBe('published');
});
