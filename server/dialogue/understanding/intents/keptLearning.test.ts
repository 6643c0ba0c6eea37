import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { digestOf, keepLearning, keptLearning, LEARNED_FROM } from './keptLearning.ts';
import { learnIntents } from './learnIntents.ts';

test('what is kept is what is learned', () => {
  keepLearning();
  expect(keptLearning()).toEqual(learnIntents());
}, 60_000);

test('any word changed in examples, code or labels is learned anew', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'voiceops-examples-'));
  onTestFinished(() => rm(copy, { recursive: true }));
  const from = { folder: join(copy, 'understanding'), labels: join(copy, 'intentNames.ts') };
  await cp(LEARNED_FROM.folder, from.folder, { recursive: true });
  await cp(LEARNED_FROM.labels, from.labels);
  expect(digestOf(from)).toBe(digestOf(LEARNED_FROM));
  const seen = new Set([digestOf(from)]);
  const changed = ['intents/examples/spoken/orders.ts', 'intents/learn.ts', 'words.ts'];
  for (const file of [...changed.map((name) => join(from.folder, name)), from.labels]) {
    await writeFile(file, `${await readFile(file, 'utf8')} `);
    expect(seen).not.toContain(digestOf(from));
    seen.add(digestOf(from));
  }
});

test('whatever the learning is made of is looked at', async () => {
  const read = new Set<string>();
  const follow = async (file: string): Promise<void> => {
    if (read.has(file)) return;
    read.add(file);
    // Types are gone before anything runs.
    const imports = (await readFile(file, 'utf8')).matchAll(
      /^(?:import(?! type)|export|\}).* from '([^']+)';$/gm,
    );
    for (const [, name] of imports) {
      expect([file, name]).toEqual([file, expect.stringMatching(/^\./)]);
      await follow(resolve(dirname(file), name!));
    }
  };
  await follow(join(LEARNED_FROM.folder, 'intents', 'learnIntents.ts'));
  expect(read.size).toBeGreaterThan(15);
  const outside = [...read].filter((file) => !file.startsWith(LEARNED_FROM.folder));
  expect(outside).toEqual([LEARNED_FROM.labels]);
});
