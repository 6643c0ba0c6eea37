import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { callDoors } from '../../../test/support/callDoors.ts';
import { callerOf } from '../../../test/support/channels.ts';
import { createWorkspace } from '../../../test/support/database.ts';
import { createApiKey } from '../../identity/apiKeys.ts';

let doors: Awaited<ReturnType<typeof callDoors>>;
let key: string;
beforeAll(async () => {
  doors = await callDoors({ mostCalls: 3 });
  const { workspaceId, ownerId } = doors.workspace;
  const owner = { ...callerOf(workspaceId, 'owner'), userId: ownerId };
  key = (await createApiKey(doors.db.database, owner, { name: 'Tester', scopes: ['conversations:write'] }))
    .key;
});
afterAll(() => doors?.close());

async function call(query: string, authorization = `Bearer ${key}`) {
  const socket = new WebSocket(`${doors.address.replace('http', 'ws')}/api/v1/calls/browser${query}`, {
    headers: { authorization },
  });
  const heard: unknown[] = [];
  socket.on('message', (data: Buffer, isBinary) =>
    heard.push(isBinary ? [data.length, data[0]] : JSON.parse(String(data))),
  );
  const refused = new Promise<number>((resolve) =>
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode!);
    }),
  );
  const status = await Promise.race([once(socket, 'open').then(() => 101), refused]);
  const closed = once(socket, 'close').then(([code]) => code as number);
  return { socket, heard, status, closed, send: (message: object) => socket.send(JSON.stringify(message)) };
}

test('a microphone is heard, a loudspeaker plays, and marks come back', async () => {
  const { socket, heard, closed, send } = await call(`?flowId=${doors.flowId}`);
  await expect.poll(() => heard.length).toBe(1);
  const { call: admitted, transport, told } = doors.arrived.at(-1)!;
  expect(heard).toEqual([{ type: 'began', callId: admitted.id }]);
  expect(admitted).toMatchObject({
    workspaceId: doors.workspace.workspaceId,
    start: { carrier: 'browser', from: null, to: null, direction: 'inbound' },
    flow: { id: doors.flowId, version: 1 },
    testedBy: { kind: 'key', name: 'Tester' },
  });
  expect(await doors.rowOf(transport.start.carrierCallId)).toMatchObject({ state: 'ringing', test: true });
  const sound = new Uint8Array(800).fill(7);
  transport.play(sound, 'a');
  sound.fill(9);
  transport.play(sound.subarray(0, 160), 'b');
  transport.clear();
  await expect.poll(() => heard.length).toBe(6);
  expect(heard.slice(1)).toEqual([
    [800, 7],
    { type: 'mark', name: 'a' },
    [160, 9],
    { type: 'mark', name: 'b' },
    { type: 'clear' },
  ]);
  socket.send(Buffer.alloc(160, 3));
  send({ type: 'mark-heard', name: 'a' });
  send({ type: 'key', digit: '#' });
  socket.send('{"type":');
  socket.send(Buffer.alloc(9_000));
  send({ type: 'hang-up' });
  await expect.poll(() => told.at(-1)).toEqual(['closed', 'caller-hung-up']);
  expect(told.slice(0, -1)).toEqual([
    ['audio', 160, 3],
    ['mark', 'a'],
    ['dtmf', '#'],
  ]);
  expect(await closed).toBe(1000);
  expect(heard.at(-1)).toEqual({ type: 'ended', end: null });
  transport.play(sound, 'late');
  await transport.hangUp();
  expect(told.filter(([kind]) => kind === 'closed')).toHaveLength(1);
});

test('a personality is called directly, and whoever hangs up is told apart', async () => {
  const hungUp = await call('');
  await expect.poll(() => hungUp.heard.length).toBe(1);
  const ours = doors.arrived.at(-1)!;
  expect(ours.call.flow.content.steps.talk).toMatchObject({ kind: 'personality' });
  await expect(ours.transport.transfer('+12025550100', 20_000)).rejects.toMatchObject({
    code: 'engine-refused',
  });
  await ours.transport.hangUp();
  expect(await hungUp.closed).toBe(1000);
  expect(ours.told).toEqual([['closed', 'we-hung-up']]);

  const broken = await call('');
  await expect.poll(() => broken.heard.length).toBe(1);
  broken.socket.terminate();
  await expect.poll(() => doors.arrived.at(-1)!.told).toEqual([['closed', 'lost']]);

  const garbage = await call('');
  for (let i = 0; i < 25; i++) garbage.socket.send('nonsense');
  expect(await garbage.closed).toBe(1008);
  await expect.poll(() => doors.arrived.at(-1)!.told).toEqual([['closed', 'protocol-error']]);
});

test('what is not there or may not be called is refused, and so is a call too many', async () => {
  const { workspaceId, ownerId } = await createWorkspace(doors.db);
  const owner = { ...callerOf(workspaceId, 'owner'), userId: ownerId };
  const stranger = await createApiKey(doors.db.database, owner, {
    name: 'S',
    scopes: ['conversations:write'],
  });
  expect((await call(`?flowId=${doors.flowId}`, `Bearer ${stranger.key}`)).status).toBe(404);
  expect((await call(`?personalityId=${doors.flowId}`)).status).toBe(404);
  expect((await call(`?flowId=${doors.flowId}&personalityId=${doors.flowId}`)).status).toBe(422);
  expect((await call('', 'Bearer nobody')).status).toBe(401);
  const open = [await call(''), await call(''), await call('')];
  await expect.poll(async () => (await call('')).status).toBe(503);
  for (const { socket } of open) socket.close();
  await expect.poll(async () => (await call('')).status, { timeout: 10_000 }).toBe(101);
});
