import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const ASK_AGAIN_MS = 300;

/** Work under way in this process, by what it is about. */
const here = new Map<string, Promise<void>>();

/**
 * Waits until nobody else, in this process or another of this machine, works on `path`. Returns how to let the next
 * one go on. A holder that has died is none.
 */
export async function lockPath(path: string, signal: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    signal.throwIfAborted();
    const holder = here.get(path);
    if (holder) {
      await Promise.race([holder, delay(ASK_AGAIN_MS, undefined, { signal })]).catch(() => undefined);
    } else {
      let free = () => {};
      here.set(path, new Promise<void>((resolve) => (free = resolve)));
      const release = () => {
        here.delete(path);
        free();
      };
      if (await take(path).catch(() => false)) {
        return async () => {
          await rm(path, { force: true, recursive: true });
          release();
        };
      }
      release();
      await delay(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Makes the lock's folder, which only one can; false while another process of ours holds it. */
async function take(path: string): Promise<boolean> {
  const holder = `${path}/holder`;
  try {
    await mkdir(path);
  } catch {
    const [host, pid] = (await readFile(holder, 'utf8').catch(() => '')).split(' ');
    if (host !== hostname() || !pid || alive(Number(pid))) return false;
    await rm(path, { recursive: true, force: true });
    return false;
  }
  await writeFile(holder, `${hostname()} ${process.pid}`);
  return true;
}

function alive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
