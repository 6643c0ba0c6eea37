import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process as the system lists it. Processes that are dead and only not asked for yet are left out. */
interface Listed {
  pid: number;
  parent: number;
  command: string;
}

function listed(): Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name in parentheses may hold spaces; state and parent follow it.
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return [];
      }
    });
}

/** A process and everything that descends from it, parents first. */
export function treeOf(root: number): Listed[] {
  const all = listed();
  const tree = all.filter((each) => each.pid === root);
  for (const each of tree) tree.push(...all.filter((other) => other.parent === each.pid));
  return tree;
}

/**
 * SIGKILL for a whole tree as at one moment: everything is stopped first, so that nothing of it can act on the
 * death of another part or start something new. `spare` leaves out what its command line matches, with what is below.
 */
export function killTree(root: number, spare?: (command: string) => boolean): void {
  const stopped = new Set<number>();
  for (let grew = true; grew; ) {
    grew = false;
    const tree = treeOf(root);
    const spared = new Set<number>();
    for (const { pid, parent, command } of tree) {
      if (spared.has(parent) || spare?.(command)) spared.add(pid);
      else if (!stopped.has(pid)) {
        grew = signal(pid, 'SIGSTOP') || grew;
        stopped.add(pid);
      }
    }
  }
  for (const pid of stopped) signal(pid, 'SIGKILL');
}

/** Sends the signal; false when there is no such process any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Waits until none of these processes is left; otherwise throws with what still runs. */
export async function untilGone(processes: readonly { pid: number }[], timeoutMs = 5_000): Promise<void> {
  const pids = new Set(processes.map((each) => each.pid));
  for (const deadline = Date.now() + timeoutMs; ; ) {
    const left = listed().filter((each) => pids.has(each.pid));
    if (left.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`still running: ${left.map((each) => `${each.pid} ${each.command}`).join('; ')}`);
    await delay(20);
  }
}
