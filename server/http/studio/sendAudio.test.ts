import { randomBytes } from 'node:crypto';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { sendAudio } from './sendAudio.ts';

const MIB = 1024 * 1024;
const bytes = randomBytes(2.5 * MIB);

function serving(read: (range: { start: number; end: number }) => Promise<Buffer>) {
  const app = fastify();
  app.get('/', (request, reply) => {
    const sha256 = 'a'.repeat(64);
    const audio = {
      sha256,
      sizeBytes: bytes.length,
      contentType: 'audio/wav',
      fileName: 'a.wav',
      manifest: 'none' as const,
      read,
    };
    return sendAudio(request, reply, audio, false);
  });
  return app;
}

test('long audio is read in pieces of 1 MiB, whole or in part, and never as one', async () => {
  const asked: [number, number][] = [];
  const app = serving(async ({ start, end }) => {
    asked.push([start, end]);
    return bytes.subarray(start, end + 1);
  });
  const whole = await app.inject('/');
  expect([whole.statusCode, whole.headers['content-length']]).toEqual([200, String(bytes.length)]);
  expect(whole.rawPayload.equals(bytes)).toBe(true);
  expect(asked.splice(0)).toEqual([
    [0, MIB - 1],
    [MIB, 2 * MIB - 1],
    [2 * MIB, bytes.length - 1],
  ]);
  const part = await app.inject({ url: '/', headers: { range: `bytes=10-${MIB + 9}` } });
  expect([part.statusCode, part.headers['content-length']]).toEqual([206, String(MIB)]);
  expect(part.rawPayload.equals(bytes.subarray(10, MIB + 10))).toBe(true);
  expect(asked.splice(0)).toEqual([
    [10, MIB - 1],
    [MIB, MIB + 9],
  ]);
  const head = await app.inject({ method: 'HEAD', url: '/' });
  expect([head.headers['content-length'], asked.length]).toEqual([String(bytes.length), 0]);
});

test('what cannot be read at all is a failure, not the beginning of an answer', async () => {
  const app = serving(() => Promise.reject(new Error('the store is away')));
  expect((await app.inject('/')).statusCode).toBe(500);
});
