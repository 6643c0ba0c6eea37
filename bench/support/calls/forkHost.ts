import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { HostUsage } from './host.ts';

export interface Host {
  url: string;
  usage(): Promise<HostUsage>;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
let compiled: Promise<unknown> | undefined;

/** Starts a host in a process of its own, as the product runs: from sources every function made costs more. */
export async function forkHost(name: 'engineHost' | 'bareHost'): Promise<Host> {
  compiled ??= promisify(execFile)(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    join(ROOT, 'bench/tsconfig.json'),
  ]);
  await compiled;
  const child = fork(join(ROOT, `dist/bench/support/calls/${name}.js`), { execArgv: [] });
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
