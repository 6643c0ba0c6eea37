import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HostUsage } from './host.ts';

export interface Host {
  url: string;
  usage(): Promise<HostUsage>;
  stop(): Promise<void>;
}

/** Starts a host in a process of its own. */
export async function forkHost(name: 'engineHost' | 'bareHost'): Promise<Host> {
  const child = fork(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const gone = once(child, 'exit');
  const [port] = (await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`))),
  ])) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async usage() {
      const answer = once(child, 'message');
      child.send('usage');
      return ((await answer) as [HostUsage])[0];
    },
    async stop() {
      child.kill();
      await gone;
    },
  };
}
