import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { Intent } from '../../../../shared/dialogue/intents.ts';
import type { Learned } from './learn.ts';
import { learnIntents } from './learnIntents.ts';

const OF_SOURCES = import.meta.url.endsWith('.ts');
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** In the build's folder. Sources and what is compiled of them are other bytes, and each has its own. */
const FILE = path(OF_SOURCES ? '../../../../dist/learned/intentsOfSources' : '../../../../learned/intents');
/** All that what is learned follows from: examples, features, meanings of words, the learning itself; and the labels. */
export const LEARNED_FROM = {
  folder: path('..'),
  labels: path(`../../../../shared/dialogue/intentNames.${OF_SOURCES ? 'ts' : 'js'}`),
};

interface Kept {
  /** Of everything it was learned from. */
  digest: string;
  learned: Learned<Intent>;
}

/** What was learned when the program was built, in some 10 ms; null where none is kept of these very inputs. */
export function keptLearning(): Learned<Intent> | null {
  const kept = read();
  return kept?.digest === digestOf(LEARNED_FROM) ? kept.learned : null;
}

/** Learns and keeps it for every process that starts, unless it is kept already. */
export function keepLearning(): void {
  if (keptLearning()) return;
  const kept: Kept = { digest: digestOf(LEARNED_FROM), learned: learnIntents() };
  mkdirSync(dirname(FILE), { recursive: true });
  // Whoever reads meanwhile finds the one or the other whole.
  const coming = `${FILE}-${process.pid}`;
  writeFileSync(coming, serialize(kept));
  renameSync(coming, FILE);
}

function read(): Kept | null {
  try {
    return deserialize(readFileSync(FILE)) as Kept;
  } catch {
    // Nothing was kept, or by a Node that writes otherwise.
    return null;
  }
}

/** Changes with every byte of this code, and with the engine that computes. */
export function digestOf({ folder, labels }: typeof LEARNED_FROM): string {
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.[jt]s$/.test(name),
  );
  const hash = createHash('sha256').update(process.versions.v8);
  for (const file of [...code.sort().map((name) => join(folder, name)), labels])
    hash.update(createHash('sha256').update(readFileSync(file)).digest());
  return hash.digest('hex');
}
