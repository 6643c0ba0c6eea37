import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REDIS_SERVER = '/usr/bin/redis-server';

/** A machine of a contributor may lack Redis; where CI says so nothing may be left out. */
export const hasRedis = existsSync(REDIS_SERVER) || process.env.CI === 'true';

export type RedisServer = Awaited<ReturnType<typeof startRedis>>;

/**
 * A Redis of the test's own; the folder is the caller's to remove.
 *
 * @param port 0: it listens on a socket file only, so that no port has to be free
 */
export async function startRedis(folder?: string, port = 0) {
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'voiceops-redis-')));
  const socket = join(own, 'redis.sock');
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--unixsocket',
    socket,
    '--save',
    '',
    '--dir',
    own,
  ];
  const child = spawn(REDIS_SERVER, settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('ready to accept connections')) resolve();
    });
  });
  return {
    url: port ? `redis://127.0.0.1:${port}` : socket,
    folder: own,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
