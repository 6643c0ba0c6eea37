import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process uses the data folder; the message is one line for the operator. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Makes this the only process that runs the database in `dataDir`, and returns what gives it up. A holder that was
 * killed holds nothing. Throws FolderInUse.
 */
export function lockDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'lock');
  const mine = `${process.pid} ${processMark(process.pid)}\n`;
  for (;;) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
      return () => {
        if (readIfThere(path) === mine) rmSync(path, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const held = readIfThere(path);
    if (held === null) continue;
    const [pid = '', mark = ''] = held.trim().split(' ');
    if (isHeld(Number(pid), mark))
      throw new FolderInUse(
        `VoiceOps Studio already runs on ${dataDir} (process ${pid}); stop it first, or set another VOICEOPS_DATA_DIR.`,
      );
    removeStale(path, held);
  }
}

/** Moves the file away before it is removed: of two processes that find it stale, one gets it. */
function removeStale(path: string, held: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) === held) rmSync(aside, { force: true });
  // Somebody took the lock between our look and our move: theirs again.
  else renameSync(aside, path);
}

function isHeld(pid: number, mark: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return processMark(pid) === mark;
}

/** Tells a process from a later one of the same number: when it started, where the system says so. */
function processMark(pid: number): string {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === null) return '-';
  // The name in parentheses may hold spaces; state and start time are fields 3 and 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'dead' : `${fields[19]}`;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
