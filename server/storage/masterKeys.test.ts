import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { masterKeysFromFile, newMasterKey, parseMasterKeys, writeMasterKeyFile } from './masterKeys.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voiceops-keys-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the key file is made once, for its owner alone, and stays the same', async () => {
  const path = join(folder, 'new', 'master.key');
  const first = await masterKeysFromFile(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await masterKeysFromFile(path)).current()).toEqual(first.current());
});

test('a running process follows a rotation of the file', async () => {
  const path = join(folder, 'master.key');
  const keys = await masterKeysFromFile(path);
  const before = keys.current();
  const added = newMasterKey();
  writeMasterKeyFile(path, [added, before]);
  expect(keys.current()).toEqual(added);
  expect(keys.byId(before.id)).toEqual(before);
  expect(() => keys.byId('0123456789ab')).toThrow('0123456789ab is not here');
});

test('keys are read in hex and base64, the current one first; a bad one is refused without being told', async () => {
  const [a, b] = [newMasterKey(), newMasterKey()];
  expect(parseMasterKeys(`${a.bytes.toString('hex')}, ${b.bytes.toString('base64')}\n`)).toEqual([a, b]);
  for (const bad of ['', 'secret', 'x'.repeat(44), a.bytes.toString('hex').slice(2)]) {
    expect(() => parseMasterKeys(bad)).toThrow(/master key/);
    if (bad) expect(() => parseMasterKeys(bad)).not.toThrow(bad);
  }
  const path = join(folder, 'broken.key');
  await writeFile(path, 'broken');
  await expect(masterKeysFromFile(path)).rejects.toThrow('32 random bytes');
});
