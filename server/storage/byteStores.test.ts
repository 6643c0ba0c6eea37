import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ByteStore } from './audioStore.ts';
import { byteStoreFrom } from './byteStoreFrom.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voiceops-bytes-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A real S3 server; with CI=true its absence is a failure, not a skip. */
const s3Url = process.env.VOICEOPS_TEST_S3_URL;
const skipS3 = !s3Url && process.env.CI !== 'true';

const kinds: [string, () => Promise<ByteStore>][] = [
  ['folder', () => byteStoreFrom(join(folder, randomUUID()))],
];
describe.each(kinds)('%s', (_kind, open) => behavesLikeAByteStore(open));
describe.skipIf(skipS3)('s3', () => {
  behavesLikeAByteStore(async () => {
    if (!s3Url) throw new Error('VOICEOPS_TEST_S3_URL must name a real S3 server when CI=true');
    const url = new URL(s3Url);
    url.pathname = `/${randomUUID()}`;
    return byteStoreFrom(url.href);
  });
  test('credentials that are wrong are refused', async () => {
    const store = await byteStoreFrom(s3Url ?? '');
    const secret = process.env.AWS_SECRET_ACCESS_KEY;
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    try {
      await expect(store.ping()).rejects.toThrow();
    } finally {
      process.env.AWS_SECRET_ACCESS_KEY = secret;
    }
  });
});

function behavesLikeAByteStore(open: () => Promise<ByteStore>) {
  test('keeps, replaces, lists and deletes objects', async () => {
    const store = await open();
    await store.ping();
    await store.put('audio/one/a', Buffer.from('first'));
    await store.put('audio/one/a', Buffer.from('replaced'));
    await store.put('audio/one/b.wav', Buffer.alloc(0));
    await store.put('audio/two', Buffer.from('2'));
    expect((await store.get('audio/one/a')).toString()).toBe('replaced');
    expect((await store.get('audio/one/b.wav')).length).toBe(0);
    expect(await all(store.list('audio/'))).toEqual(['audio/one/a', 'audio/one/b.wav', 'audio/two']);
    expect(await all(store.list('audio/o'))).toEqual(['audio/one/a', 'audio/one/b.wav']);
    expect(await all(store.list('nothing/'))).toEqual([]);
    await store.delete('audio/one/a');
    await store.delete('audio/one/a');
    await expect(store.get('audio/one/a')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('reads ranges, cut to what exists', async () => {
    const store = await open();
    await store.put('audio/r', Buffer.from('0123456789'));
    expect((await store.get('audio/r', { start: 3, end: 5 })).toString()).toBe('345');
    expect((await store.get('audio/r', { start: 8, end: 50 })).toString()).toBe('89');
    await expect(store.get('audio/r', { start: 10, end: 11 })).rejects.toThrow(RangeError);
  });

  test('refuses keys that leave the store', async () => {
    const store = await open();
    for (const key of ['../a', 'a/../b', '/etc/passwd', 'a//b', '.incoming/a', '', 'a\\b', 'a\0b', 'Ä'])
      await expect(store.put(key, Buffer.from('x')), key).rejects.toThrow('is not a storage key');
  });
}

test('a writer killed at any moment leaves whole objects only, and every acknowledged one', async () => {
  const root = join(folder, 'crash');
  const writer = new URL('../../test/support/objectWriter.ts', import.meta.url);
  for (const acknowledgements of [1, 7, 30]) {
    const child = spawn(process.execPath, ['--import', 'tsx', writer.pathname, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === acknowledgements) child.kill('SIGKILL');
    }
    const store = await byteStoreFrom(root);
    const kept = await all(store.list('audio/'));
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    for (const key of kept) expect((await store.get(key)).length).toBe(1024 * 1024);
  }
});

test('an object is acknowledged once the entry of its folder is safe, though another put made that folder', async () => {
  const root = join(folder, 'together');
  const [one, two] = [await byteStoreFrom(root), await byteStoreFrom(root)];
  await mkdir(join(root, 'audio'));
  const holds = (await stat(join(root, 'audio'))).ino;
  const handle = await open(root, 'r');
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const sync = handles.sync;
  let safe = 0;
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let first = true;
  const reached = new Promise<void>((resolve) => {
    vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
      const { ino } = await this.stat();
      if (ino === holds && first) {
        first = false;
        resolve();
        await gate;
      }
      await sync.call(this);
      if (ino === holds) safe++;
    });
  });
  const slow = one.put('audio/new/a', Buffer.from('a'));
  await reached;
  // The folder is there, and its entry in the one above is not safe yet.
  await two.put('audio/new/b', Buffer.from('b'));
  expect(safe).toBe(1);
  letGo();
  await slow;
  vi.restoreAllMocks();
  expect(await all(one.list('audio/'))).toEqual(['audio/new/a', 'audio/new/b']);
});

test('opening removes what was abandoned half-written, and leaves what somebody may be writing', async () => {
  const root = join(folder, 'abandoned');
  const incoming = join(root, '.incoming');
  await mkdir(incoming, { recursive: true });
  await writeFile(join(incoming, 'old'), 'half');
  await writeFile(join(incoming, 'new'), 'half');
  await utimes(join(incoming, 'old'), 0, 0);
  await byteStoreFrom(root);
  expect(await readdir(incoming)).toEqual(['new']);
  expect(await readFile(join(incoming, 'new'), 'utf8')).toBe('half');
});

test('an S3 address with a mistake says which', async () => {
  await expect(byteStoreFrom('s3://bucket?endpiont=http://x')).rejects.toThrow('endpiont');
  await expect(byteStoreFrom('s3://bucket?endpoint=localhost:9000')).rejects.toThrow('http://');
});

async function all(keys: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const key of keys) found.push(key);
  return found;
}
