import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Scope } from '../../../shared/access.ts';
import type { BoardCall, BoardEvent } from '../../../shared/api/calls/board.ts';
import { createTestApp } from '../../../test/support/app.ts';
import { callerOf } from '../../../test/support/channels.ts';
import { type Client, clientOf } from '../../../test/support/client.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestCalls } from '../../../test/support/liveCalls.ts';
import { type Board, openBoard } from '../../calls/board/board.ts';
import { calls as callRows } from '../../db/schema/index.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { createCallers } from '../../identity/callers.ts';
import { presentCaller } from '../authenticate.ts';
import { mountBoard } from './board.ts';
import { doorsHere } from './callDoors.ts';

const live = openTestCalls();
let db: TestDatabase;
let board: Board;
let url: string;
let app: Awaited<ReturnType<typeof createTestApp>>;

beforeAll(async () => {
  db = await createTestDatabase();
  const callers = createCallers(db.database, { warn: () => {} });
  board = openBoard({ live, database: db.database, relay: null });
  app = await createTestApp(db, {
    callers,
    mounts: [
      (scope) =>
        mountBoard(scope, {
          board,
          doors: doorsHere({ live, database: db.database }),
          bus: { onRightsChanged: () => () => undefined },
          presentCaller: (request) => presentCaller(request, callers),
        }),
    ],
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  board.close();
  await app.close();
  await db.close();
});

interface Someone {
  workspaceId: string;
  client: Client;
  key: string;
}

async function someone(scopes: Scope[] = ['workspace:read', 'calls:join']): Promise<Someone> {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const owner = { ...callerOf(workspaceId, 'owner'), userId: ownerId };
  const { key } = await createApiKey(db.database, owner, { name: 'Olga', scopes });
  return { workspaceId, key, client: clientOf(url, { key }) };
}

async function follow({ key }: Someone, callId?: string) {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/v1/calls/live/stream${callId ? `?call=${callId}` : ''}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stop.signal,
  });
  const events = response
    .body!.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  /** The next event of a kind; what comes before it is passed over. */
  const next = async <Kind extends BoardEvent['kind']>(kind: Kind) => {
    for (;;) {
      const { value } = await events.read();
      const event = JSON.parse(value!.data) as BoardEvent;
      if (event.kind === kind) return event as Extract<BoardEvent, { kind: Kind }>;
    }
  };
  return { next, stop: () => stop.abort() };
}

function socketOf({ key }: Someone, path: string): WebSocket {
  return new WebSocket(`${url.replace('http', 'ws')}${path}`, {
    headers: { authorization: `Bearer ${key}` },
  });
}
/** Status of a socket that is refused at the door. */
const refusal = async (socket: WebSocket): Promise<number> => {
  socket.on('error', () => undefined);
  const [, response] = await once(socket, 'unexpected-response');
  return response.statusCode;
};
const closed = async (socket: WebSocket): Promise<[number, string]> => {
  const [code, reason] = await once(socket, 'close');
  return [code, String(reason)];
};
const audited = async ({ workspaceId }: Someone): Promise<string[]> => {
  const { rows } = await db.database.withWorkspace(workspaceId, (tx) =>
    tx.execute<{ action: string }>(sql`select action from audit_entries order by sequence`),
  );
  return rows.map(({ action }) => action).filter((action) => action.startsWith('call.'));
};

test('the board tells what is said, who waits and what is over; one call is followed word by word', async () => {
  const me = await someone();
  const call = live.begin(me.workspaceId);
  const other = live.begin(me.workspaceId);
  const stream = await follow(me, call.live.call.id);
  const first = await stream.next('board');
  expect(first.calls.map(({ id }) => id)).toEqual([call.live.call.id, other.live.call.id]);
  expect(first.calls[0]).toMatchObject({
    from: '•••0155',
    flow: { name: 'Main line', version: 3 },
    floor: 'agent',
    lastWords: null,
    waiting: null,
  });
  expect((await stream.next('timeline')).events).toEqual([{ kind: 'began', atMs: 0 }]);

  call.says({ interim: 'where is my', floor: 'caller' });
  expect((await stream.next('words')).words).toEqual({ interim: 'where is my', floor: 'caller' });
  const [card] = (await stream.next('changed')).calls;
  expect(card).toMatchObject({
    floor: 'caller',
    lastWords: { by: 'caller', text: 'where is my', final: false },
  });

  call.says({ interim: '', floor: 'waiting' });
  other.happens({
    kind: 'heard',
    atMs: 10,
    endMs: 900,
    text: '4111 1111 1111 1111',
    confidence: 1,
    engineId: null,
    keys: true,
    secret: true,
  });
  call.happens({
    kind: 'transfer',
    atMs: 1000,
    to: 'people',
    warm: true,
    state: 'waiting',
    summary: 'Ada asks.',
  });
  expect((await stream.next('event')).event).toMatchObject({ kind: 'transfer' });
  const { body } = await me.client.get('/api/v1/calls/live');
  // Who waits comes first.
  expect(body.items).toMatchObject([
    { id: call.live.call.id, waiting: { to: 'people', summary: 'Ada asks.' } },
    { id: other.live.call.id, lastWords: { by: 'caller', text: '•••' } },
  ]);

  call.ends('caller-hung-up');
  expect(await stream.next('over')).toMatchObject({ end: 'caller-hung-up' });
  let gone: string[] = [];
  while (!gone.length) gone = (await stream.next('changed')).gone;
  expect(gone).toEqual([call.live.call.id]);
  stream.stop();
});

test('hundreds of changes are a few messages', async () => {
  const me = await someone(['workspace:read']);
  const many = Array.from({ length: 230 }, () => live.begin(me.workspaceId));
  const stream = await follow(me);
  const { calls, total } = await stream.next('board');
  expect([calls.length, total]).toEqual([200, 230]);
  for (const call of many) for (let n = 0; n < 20; n++) call.says({ interim: `word ${n}`, floor: 'caller' });
  const last = new Map<string, BoardCall>();
  let messages = 0;
  while (last.size < 200) {
    messages++;
    for (const card of (await stream.next('changed')).calls) last.set(card.id, card);
  }
  expect(messages).toBeLessThanOrEqual(3);
  expect(new Set([...last.values()].map(({ lastWords }) => lastWords?.text))).toEqual(new Set(['word 19']));
  stream.stop();
});

test('listening is heard with both parties apart, and written down', async () => {
  const me = await someone();
  const call = live.begin(me.workspaceId);
  const socket = socketOf(me, `/api/v1/calls/${call.live.call.id}/listen`);
  const heard: Buffer[] = [];
  socket.on('message', (data: Buffer) => heard.push(data));
  await once(socket, 'open');
  await expect.poll(() => call.live.events.at(-1)).toMatchObject({ kind: 'person', state: 'listens' });
  for (let atMs = 0; atMs < 100; atMs += 20) {
    call.sounds('caller', new Uint8Array(160).fill(1), atMs);
    call.sounds('agent', new Uint8Array(160).fill(2), atMs + 40);
  }
  await expect.poll(() => heard.length).toBe(2);
  expect(heard.map((data) => [data[0], data.readUInt32BE(1), data.length, data[5]])).toEqual([
    [0, 0, 805, 1],
    [1, 40, 805, 2],
  ]);
  const over = closed(socket);
  call.ends('goodbye');
  expect((await over)[0]).toBe(1000);
  expect(await audited(me)).toEqual(['call.listened-to']);
});

test('a person takes over with the summary of who waits; a second one is told why not', async () => {
  const me = await someone();
  const call = live.begin(me.workspaceId);
  const path = `/api/v1/calls/${call.live.call.id}`;
  const early = socketOf(me, `${path}/join?how=whisper`);
  expect(await closed(early)).toEqual([1008, expect.stringContaining('Nobody has taken this call over')]);

  call.happens({
    kind: 'transfer',
    atMs: 5,
    to: 'people',
    warm: true,
    state: 'waiting',
    summary: 'Ada asks.',
  });
  const line = socketOf(me, `${path}/join?how=take-over`);
  expect(JSON.parse(String((await once(line, 'message'))[0]))).toEqual({
    type: 'began',
    callId: call.live.call.id,
  });
  expect(call.done).toEqual([{ what: 'take-over', detail: 'Ada asks.' }]);
  const second = socketOf(me, `${path}/join?how=take-over`);
  expect(await closed(second)).toEqual([1008, expect.stringContaining('Somebody else')]);

  expect((await me.client.post(`${path}/advise`, { text: 'Offer a discount.' })).status).toBe(204);
  expect((await me.client.post(`${path}/hand-back`)).status).toBe(204);
  expect((await me.client.post(`${path}/end`)).status).toBe(204);
  expect(call.done.slice(1)).toEqual([
    { what: 'advise', detail: 'Offer a discount.' },
    { what: 'hand-back' },
    { what: 'end', detail: 'goodbye' },
  ]);
  expect(await audited(me)).toEqual([
    'call.whispered-to',
    'call.taken-over',
    'call.taken-over',
    'call.advised',
    'call.handed-back',
    'call.ended-by-person',
  ]);
  line.close();
});

test('another workspace sees, hears and changes nothing of it; rights are asked for', async () => {
  const me = await someone();
  const stranger = await someone();
  const reader = await someone(['workspace:read']);
  const call = live.begin(me.workspaceId);
  const path = `/api/v1/calls/${call.live.call.id}`;
  expect((await stranger.client.get('/api/v1/calls/live')).body).toMatchObject({ items: [], total: 0 });
  const stream = await follow(stranger, call.live.call.id);
  expect((await stream.next('board')).calls).toEqual([]);
  expect(await stream.next('over')).toMatchObject({ end: null });
  stream.stop();
  for (const act of ['hand-back', 'end', 'advise'] as const)
    expect(
      (await stranger.client.post(`${path}/${act}`, act === 'advise' ? { text: 'Hi' } : undefined)).status,
    ).toBe(404);
  expect(await refusal(socketOf(stranger, `${path}/listen`))).toBe(404);
  expect(await refusal(socketOf(stranger, `${path}/join?how=take-over`))).toBe(404);
  const mine = live.begin(reader.workspaceId).live.call.id;
  expect(await refusal(socketOf(reader, `/api/v1/calls/${mine}/listen`))).toBe(403);
  expect((await reader.client.post(`/api/v1/calls/${mine}/end`)).status).toBe(403);
  expect([call.done, await audited(me), await audited(stranger)]).toEqual([[], [], []]);
});

test('a call that another process holds is on the board, and whoever would join it is told', async () => {
  const me = await someone();
  const id = v7();
  const row = {
    id,
    workspaceId: me.workspaceId,
    carrier: 'twilio' as const,
    carrierCallId: id,
    direction: 'inbound' as const,
    fromMasked: '•••0199',
    sealedSecret: Buffer.from('sealed'),
    flowName: 'Main line',
    flowVersion: 2,
    test: false,
    state: 'live' as const,
    leaseUntil: new Date(Date.now() + 60_000),
    createdByKind: 'system' as const,
    createdByName: 'Telephone',
  };
  const rings = {
    ...row,
    id: v7(),
    carrierCallId: null,
    state: 'ringing' as const,
    direction: 'outbound' as const,
    to: '+15005550100',
  };
  const lost = { ...row, id: v7(), carrierCallId: null, leaseUntil: new Date(Date.now() - 1000) };
  await db.database.withWorkspace(me.workspaceId, (tx) => tx.insert(callRows).values([row, rings, lost]));
  expect((await me.client.get('/api/v1/calls/live')).body.items).toMatchObject([
    { id, here: false, ringing: false, from: '•••0199', to: null },
    // Of whoever is outside, nobody sees more than the last digits: also of somebody who is called.
    { id: rings.id, here: false, ringing: true, from: '+15005550100', to: '•••0199' },
  ]);
  const asked = await me.client.post(`/api/v1/calls/${id}/end`);
  expect([asked.status, asked.body.code]).toEqual([409, 'conflict']);
  expect(asked.body.detail).toContain('Another process');
  expect((await me.client.post(`/api/v1/calls/${rings.id}/end`)).body.detail).toContain('still rings');
});
