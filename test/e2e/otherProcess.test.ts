import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, clientOf, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startBeside, startNode } from '../support/node.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redisServer.ts';
import { call, type Phone } from '../support/twilioPhone.ts';

const SAMPLE_NUMBER = '+15005550100';
const PUBLIC_URL = 'https://voice.example.test';
const AUTH_TOKEN = 'token-of-this-test';
const KEY = OWNER.VOICEOPS_OWNER_API_KEY;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

describe.skipIf(!hasRedis)('two processes and a Redis', () => {
  let redis: RedisServer;
  let holder: RunningNode;
  let other: RunningNode;
  let onOther: Client;
  let phone: Phone;
  let id: string;

  beforeAll(async () => {
    redis = await startRedis(undefined, await freePort());
    const env = {
      ...OWNER,
      ...NO_LIMITS,
      REDIS_URL: redis.url,
      VOICEOPS_PUBLIC_URL: PUBLIC_URL,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      VOICEOPS_CALLS_BUSY_PERCENT: '100',
    };
    holder = await startNode(env);
    other = await startBeside(holder, { ...env, VOICEOPS_ROLES: 'web' });
    onOther = clientOf(other.url, { key: KEY });
    phone = await call({ nodeUrl: holder.url, publicUrl: PUBLIC_URL, authToken: AUTH_TOKEN }, SAMPLE_NUMBER);
    const board = await until(
      async () => (await onOther.get('/api/v1/calls/live')).body.items,
      ([card]) => card?.here === true && card.step !== null,
    );
    id = board[0].id;
  }, 400_000);
  afterAll(async () => {
    phone?.hangUp();
    await other?.stop();
    await holder?.stop();
    await redis?.stop();
    if (redis) await rm(redis.folder, { recursive: true, force: true });
    if (holder) await rm(holder.dataDir, { recursive: true, force: true });
  }, 60_000);

  const socketOf = (path: string) =>
    new WebSocket(`${other.url.replace('http', 'ws')}/api/v1/calls/${id}${path}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });

  test('whoever looks at one hears, takes over and ends a call that the other holds', async () => {
    const ear = socketOf('/listen');
    let agentBytes = 0;
    ear.on('message', (frame: Buffer) => {
      if (frame[0] === 1) agentBytes += frame.length - 5;
    });
    await expect.poll(() => agentBytes, { timeout: 60_000 }).toBeGreaterThan(4_000);

    // What the person says reaches the telephone; what the telephone says reaches the person.
    const line = socketOf('/join?how=take-over');
    let heardByPerson = 0;
    line.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) heardByPerson += data.length;
    });
    await once(line, 'message');
    const word = new Uint8Array(160).fill(0x55);
    const speaking = setInterval(() => line.send(word), 20);
    const silent = new Uint8Array(8_000).fill(0x2a);
    await phone.say(silent);
    await expect.poll(() => heardByPerson, { timeout: 30_000 }).toBeGreaterThan(4_000);
    await expect.poll(() => phone.heard().includes(Buffer.from(word)), { timeout: 30_000 }).toBe(true);
    clearInterval(speaking);
    expect((await onOther.post(`/api/v1/calls/${id}/hand-back`)).status).toBe(204);
    expect((await onOther.post(`/api/v1/calls/${id}/end`)).status).toBe(204);
    await until(
      async () => (await onOther.get(`/api/v1/calls/${id}`)).body,
      ({ state }) => state === 'ended',
      60_000,
    );
    await expect.poll(() => ear.readyState).toBe(WebSocket.CLOSED);
    const { items } = (await onOther.get(`/api/v1/audit?subject=${id}`)).body;
    expect(items.map(({ action }: { action: string }) => action).reverse()).toEqual([
      'call.listened-to',
      'call.taken-over',
      'call.handed-back',
      'call.ended-by-person',
    ]);
  }, 240_000);
});
