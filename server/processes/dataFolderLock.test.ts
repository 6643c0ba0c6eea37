import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderInUse, lockDataFolder } from './dataFolderLock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voiceops-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the second one is refused in one line, until the first gives it up', () => {
  const release = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(FolderInUse);
  expect(() => lockDataFolder(folder)).toThrow(`process ${process.pid}`);
  release();
  lockDataFolder(folder)();
});

test('a holder that was killed holds nothing, nor one whose number a later process has', async () => {
  const holder = spawn(process.execPath, [
    ...['--import', 'tsx', '--input-type=module', '-e'],
    `import { lockDataFolder } from ${JSON.stringify(new URL('./dataFolderLock.ts', import.meta.url).href)};
     lockDataFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`,
  ]);
  await once(holder.stdout, 'data');
  expect(() => lockDataFolder(folder)).toThrow(FolderInUse);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockDataFolder(folder)();
  await writeFile(join(folder, 'lock'), `${process.pid} 1\n`);
  lockDataFolder(folder)();
  await writeFile(join(folder, 'lock'), '');
  lockDataFolder(folder)();
  expect(await readdir(folder)).toEqual([]);
});
