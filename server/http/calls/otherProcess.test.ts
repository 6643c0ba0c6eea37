import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { BoardEvent } from '../../../shared/api/calls/board.ts';
import { createTestApp } from '../../../test/support/app.ts';
import { callerOf } from '../../../test/support/channels.ts';
import { clientOf } from '../../../test/support/client.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestCalls, type TestCall } from '../../../test/support/liveCalls.ts';
import { hasRedis, type RedisServer, startRedis } from '../../../test/support/redisServer.ts';
import { openBoard } from '../../calls/board/board.ts';
import { openRedisRelay } from '../../calls/relay/redisRelay.ts';
import { calls as callRows } from '../../db/schema/index.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { createCallers } from '../../identity/callers.ts';
import { encryptedAudioStore } from '../../storage/encryptedAudioStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';
import { presentCaller } from '../authenticate.ts';
import { mountBoard } from './board.ts';
import { doorsEverywhere } from './callDoors.ts';

/** What one process of an installation serves of the board. */
async function openProcess(db: TestDatabase, redis: string, master: ReturnType<typeof newMasterKey>) {
  const live = openTestCalls();
  const { database } = db;
  // Nothing is stored: only its keys are asked for.
  const keys = encryptedAudioStore(undefined as never, fixedMasterKeys([master]));
  const relay = openRedisRelay({ url: redis, keys, onTrouble: () => undefined });
  const board = openBoard({ live, database, relay });
  const callers = createCallers(database, { warn: () => {} });
  const app = await createTestApp(db, {
    callers,
    mounts: [
      (scope) =>
        mountBoard(scope, {
          board,
          doors: doorsEverywhere({ live, database, board, carrier: () => (line) => line.close() }, relay),
          bus: { onRightsChanged: () => () => undefined },
          presentCaller: (request) => presentCaller(request, callers),
        }),
    ],
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    live,
    url,
    relay,
    async close() {
      board.close();
      await app.close();
      await relay.close();
    },
  };
}

describe.skipIf(!hasRedis)('a call that another process holds, through a real Redis', () => {
  let db: TestDatabase;
  let redis: RedisServer;
  let holder: Awaited<ReturnType<typeof openProcess>>;
  let other: typeof holder;
  let workspaceId: string;
  let key: string;
  const master = newMasterKey();

  beforeAll(async () => {
    [db, redis] = await Promise.all([createTestDatabase(), startRedis()]);
    holder = await openProcess(db, redis.url, master);
    other = await openProcess(db, redis.url, master);
    const workspace = await createWorkspace(db);
    workspaceId = workspace.workspaceId;
    const owner = { ...callerOf(workspaceId, 'owner'), userId: workspace.ownerId };
    const wish = { name: 'Olga', scopes: ['workspace:read' as const, 'calls:join' as const] };
    ({ key } = await createApiKey(db.database, owner, wish));
  });
  afterAll(async () => {
    await other.close();
    await holder.close();
    await redis.stop();
    await rm(redis.folder, { recursive: true, force: true });
    await db.close();
  });

  /** A call in progress, of which the database knows. */
  async function begin(
    at: typeof holder | null,
  ): Promise<{ call: TestCall | null; path: string; id: string }> {
    const id = v7();
    const call = at?.live.begin(workspaceId, { id }) ?? null;
    const row = {
      ...{ id, workspaceId, carrier: 'twilio' as const, carrierCallId: id, direction: 'inbound' as const },
      ...{
        fromMasked: '•••0199',
        sealedSecret: Buffer.from('sealed'),
        flowName: 'Main line',
        flowVersion: 2,
      },
      ...{ test: false, state: 'live' as const, leaseUntil: new Date(Date.now() + 60_000) },
      ...{ createdByKind: 'system' as const, createdByName: 'Telephone' },
    };
    await db.database.withWorkspace(workspaceId, (tx) => tx.insert(callRows).values(row));
    return { call, path: `/api/v1/calls/${id}`, id };
  }
  const socketOf = (path: string) =>
    new WebSocket(`${other.url.replace('http', 'ws')}${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
  const client = () => clientOf(other.url, { key });
  const closed = async (socket: WebSocket): Promise<[number, string]> => {
    const [code, reason] = await once(socket, 'close');
    return [code, String(reason)];
  };

  test('it can be joined from the board, and is listened to with both parties apart', async () => {
    const { call, path, id } = await begin(holder);
    const cards = (await client().get('/api/v1/calls/live')).body.items;
    // As the process that holds it tells, with what is going on.
    expect(cards.find((one: { id: string }) => one.id === id)).toMatchObject({ here: true, floor: 'agent' });
    const socket = socketOf(`${path}/listen`);
    const heard: Buffer[] = [];
    socket.on('message', (data: Buffer) => heard.push(data));
    await once(socket, 'open');
    await expect.poll(() => call!.live.events.at(-1)).toMatchObject({ kind: 'person', state: 'listens' });
    for (let atMs = 0; atMs < 100; atMs += 20) {
      call!.sounds('caller', new Uint8Array(160).fill(1), atMs);
      call!.sounds('agent', new Uint8Array(160).fill(2), atMs + 40);
    }
    await expect.poll(() => heard.length).toBe(2);
    expect(heard.map((data) => [data[0], data.readUInt32BE(1), data.length, data[5]])).toEqual([
      [0, 0, 805, 1],
      [1, 40, 805, 2],
    ]);
    const over = closed(socket);
    call!.ends('goodbye');
    expect((await over)[0]).toBe(1000);
  });

  test('a person takes it over, is heard and hears; a second one, and a whisper to nobody, are told why not', async () => {
    const { call, path, id } = await begin(holder);
    expect(await closed(socketOf(`${path}/join?how=whisper`))).toEqual([
      1008,
      expect.stringContaining('Nobody has taken this call over'),
    ]);
    const line = socketOf(`${path}/join?how=take-over`);
    const told: unknown[] = [];
    line.on('message', (data: Buffer, isBinary: boolean) =>
      told.push(isBinary ? [...data] : JSON.parse(String(data))),
    );
    await expect.poll(() => told).toEqual([{ type: 'began', callId: id }]);
    expect(call!.done).toEqual([{ what: 'take-over', detail: null }]);
    // To the person and back, in order.
    call!.legs[0]!.play(Uint8Array.of(1, 2, 3), 'first');
    call!.legs[0]!.play(Uint8Array.of(4, 5), 'second');
    await expect
      .poll(() => told.slice(1))
      .toEqual([[1, 2, 3], { type: 'mark', name: 'first' }, [4, 5], { type: 'mark', name: 'second' }]);
    for (let n = 0; n < 100; n++) line.send(Uint8Array.of(n));
    line.send(JSON.stringify({ type: 'mark-heard', name: 'second' }));
    await expect.poll(() => call!.said.marks).toEqual(['second']);
    expect(call!.said.sound).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(await closed(socketOf(`${path}/join?how=take-over`))).toEqual([
      1008,
      expect.stringContaining('Somebody else'),
    ]);
    line.close();
    await expect.poll(() => call!.said.closed).toEqual(['caller-hung-up']);
  });

  test('acts are done where it is held, and answered once they are', async () => {
    const { call, path } = await begin(holder);
    expect((await client().post(`${path}/advise`, { text: 'Offer a discount.' })).status).toBe(204);
    expect((await client().post(`${path}/hand-back`)).status).toBe(204);
    expect((await client().post(`${path}/end`)).status).toBe(204);
    expect(call!.done).toEqual([
      { what: 'advise', detail: 'Offer a discount.' },
      { what: 'hand-back' },
      { what: 'end', detail: 'goodbye' },
    ]);
  });

  test('it is followed word by word', async () => {
    const { call, id } = await begin(holder);
    const stop = new AbortController();
    const response = await fetch(`${other.url}/api/v1/calls/live/stream?call=${id}`, {
      headers: { authorization: `Bearer ${key}` },
      signal: stop.signal,
    });
    const events = response
      .body!.pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    const next = async <Kind extends BoardEvent['kind']>(kind: Kind) => {
      for (;;) {
        const event = JSON.parse((await events.read()).value!.data) as BoardEvent;
        if (event.kind === kind) return event as Extract<BoardEvent, { kind: Kind }>;
      }
    };
    await next('board');
    expect((await next('timeline')).events).toEqual([{ kind: 'began', atMs: 0 }]);
    call!.says({ interim: 'where is my', floor: 'caller' });
    expect((await next('words')).words).toEqual({ interim: 'where is my', floor: 'caller' });
    call!.ends('caller-hung-up');
    expect(await next('over')).toMatchObject({ end: 'caller-hung-up' });
    stop.abort();
  });

  test('whoever has other keys is asked nothing, and a process that is gone is said to be', async () => {
    const { path, id } = await begin(null);
    const strange = await openProcess(db, redis.url, newMasterKey());
    const asked = strange.live.begin(workspaceId, { id });
    const refused = await client().post(`${path}/end`);
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    expect(refused.body.detail).toContain('does not answer');
    expect(asked.done).toEqual([]);
    await strange.close();

    const held = await begin(holder);
    const line = socketOf(`${held.path}/join?how=take-over`);
    await once(line, 'message');
    const over = closed(line);
    await holder.relay.close();
    expect((await over)[0]).toBe(1001);
    expect((await client().post(`${held.path}/end`)).status).toBe(503);
  });
});
