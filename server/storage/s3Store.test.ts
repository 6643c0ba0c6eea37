import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openS3Store } from './s3Store.ts';

/** Accepts every request; answers none, but for the first half of what is read. */
let stalling: Server;
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  stalling = createServer((request, response) => {
    if (request.method !== 'GET') return;
    response.writeHead(200, { 'content-length': '10' });
    response.write('01234');
  }).listen(0, '127.0.0.1');
  await once(stalling, 'listening');
});
afterAll(() => {
  vi.unstubAllEnvs();
  stalling.closeAllConnections();
  stalling.close();
});

const open = (idleMs: number) =>
  openS3Store(
    {
      bucket: 'bucket',
      prefix: '',
      endpoint: `http://127.0.0.1:${(stalling.address() as AddressInfo).port}`,
      region: 'us-east-1',
      forcePathStyle: true,
    },
    { connectMs: 1000, idleMs },
  );

test('a store that stalls is given up, before its answer and in the middle of it', async () => {
  const store = open(100);
  await expect(store.put('audio/a', Buffer.alloc(100_000))).rejects.toThrow('inactivity');
  await expect(store.get('audio/a')).rejects.toThrow('inactivity');
  await expect(store.delete('audio/a')).rejects.toThrow('inactivity');
});

test('who is no longer interested does not wait for a store that stalls', async () => {
  const controller = new AbortController();
  const putting = open(60_000).put('audio/a', Buffer.alloc(100), controller.signal);
  const arrived = once(stalling, 'request');
  await arrived;
  controller.abort();
  await expect(putting).rejects.toThrow('aborted');
});
