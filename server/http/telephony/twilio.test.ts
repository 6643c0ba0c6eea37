import { once } from 'node:events';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callDoors, TEST_FLOW, tokenOf } from '../../../test/support/callDoors.ts';
import { createWorkspace } from '../../../test/support/database.ts';
import { callTickets, phoneNumbers } from '../../db/schema/index.ts';

let doors: Awaited<ReturnType<typeof callDoors>>;
beforeAll(async () => {
  doors = await callDoors();
});
afterAll(() => doors?.close());

let counter = 0;
const newSid = () => `CA${String(++counter).padStart(32, '0')}`;
const arrivedOf = (callSid: string) =>
  doors.arrived.find(({ transport }) => transport.start.carrierCallId === callSid);

/** Rings and gives the token that was told. */
async function rung() {
  const callSid = newSid();
  const { text } = await doors.ring(callSid);
  return { callSid, token: tokenOf(text) };
}

test('a call rings, is let in with its flow, and its sound arrives in order', async () => {
  const callSid = newSid();
  const { status, type, text } = await doors.ring(callSid);
  expect([status, type]).toEqual([200, 'text/xml; charset=utf-8']);
  expect(text).toMatch(
    /^<\?xml .*<Response><Connect><Stream url="wss:\/\/voice\.example\.test\/telephony\/twilio\/stream"><Parameter name="token" value="[\w-]{86}"\/><\/Stream><\/Connect><\/Response>$/,
  );
  expect(await doors.rowOf(callSid)).toMatchObject({
    state: 'ringing',
    direction: 'inbound',
    fromMasked: '•••0123',
    to: doors.number,
    flowName: 'Main',
    flowVersion: 1,
    test: false,
    leaseUntil: expect.any(Date),
  });
  const stream = await doors.stream();
  stream.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
  stream.start(callSid, tokenOf(text));
  for (const chunk of [1, 2, 4, 3]) stream.media(chunk);
  stream.send({ event: 'dtmf', dtmf: { digit: '5' } });
  stream.send({ event: 'media', media: { track: 'inbound', chunk: '5', payload: '????' } });
  stream.media(6);
  stream.send({ event: 'mark', mark: { name: 'm1' } });
  await expect.poll(() => arrivedOf(callSid)?.told.at(-1)).toEqual(['mark', 'm1']);
  stream.send({ event: 'stop' });
  expect(await stream.closed).toBe(1000);
  await expect.poll(() => arrivedOf(callSid)?.told.at(-1)).toEqual(['closed', 'caller-hung-up']);
  const { call, told } = arrivedOf(callSid)!;
  expect(call).toMatchObject({
    workspaceId: doors.workspace.workspaceId,
    start: { carrier: 'twilio', from: '+12025550123', to: doors.number, direction: 'inbound' },
    flow: { id: doors.flowId, name: 'Main', version: 1, content: TEST_FLOW },
    personalityId: null,
    testedBy: null,
    timeZone: 'UTC',
  });
  // What did not come is silence, what came too late is left out.
  expect(told.slice(0, -1)).toEqual([
    ['audio', 160, 1],
    ['audio', 160, 2],
    ['audio', 160, 0xff],
    ['audio', 160, 4],
    ['dtmf', '5'],
    ['audio', 160, 0xff],
    ['audio', 160, 6],
    ['mark', 'm1'],
  ]);
});

test('who is not Twilio is refused everywhere, whatever it says of itself', async () => {
  const { number } = doors;
  const form = { CallSid: newSid(), From: '+1', To: number };
  for (const path of ['/telephony/twilio/voice', '/telephony/twilio/status']) {
    for (const proof of [
      { signature: null },
      { signature: '' },
      { signature: 'GvWf1cFY/Q7PnoempGyD5oXAezc=' },
      { authToken: 'x' },
    ]) {
      const { status, text } = await doors.post(path, form, proof);
      expect([status, JSON.parse(text).code]).toEqual([403, 'forbidden']);
    }
  }
  expect((await doors.stream(null)).status).toBe(403);
  expect((await doors.stream('GvWf1cFY/Q7PnoempGyD5oXAezc=')).status).toBe(403);
  expect(await doors.rowOf(form.CallSid)).toBeUndefined();
});

test('a number that is nobody’s or leads nowhere says so', async () => {
  const unknown = await doors.ring(newSid(), { To: '+19995550000' });
  expect(unknown.text).toContain('<Say language="en-US">There is nobody at this number.</Say><Hangup/>');
  const { workspaceId } = await createWorkspace(doors.db);
  await doors.db.database.withWorkspace(workspaceId, (tx) =>
    tx.insert(phoneNumbers).values({
      workspaceId,
      number: '+19995550001',
      name: 'New',
      createdByKind: 'system',
      createdByName: 'Test',
    }),
  );
  const without = await doors.ring(newSid(), { To: '+19995550001' });
  expect(without.text).toContain('not set up yet');
  expect(doors.refused.slice(-2)).toEqual(['unknown-number', 'no-flow']);
});

test('a carrier that asks again gets a token for the same call, and only the newest is worth something', async () => {
  const { callSid, token } = await rung();
  const before = await doors.rowOf(callSid);
  const again = tokenOf((await doors.ring(callSid)).text);
  expect(again).not.toBe(token);
  expect((await doors.rowOf(callSid))?.id).toBe(before?.id);
  const old = await doors.stream();
  old.start(callSid, token);
  expect(await old.closed).toBe(1008);
  const stream = await doors.stream();
  stream.start(callSid, again);
  await expect.poll(() => arrivedOf(callSid)).toBeDefined();
  stream.socket.terminate();
  await expect.poll(() => arrivedOf(callSid)?.told.at(-1)).toEqual(['closed', 'lost']);
});

test.each([
  ['none', async () => ''],
  ['one of nobody', async () => 'A'.repeat(86)],
  ['one of another call', async () => (await rung()).token],
  [
    'one that was shown already',
    async (callSid: string, token: string) => {
      const stream = await doors.stream();
      stream.start(callSid, token);
      await expect.poll(() => arrivedOf(callSid)).toBeDefined();
      stream.socket.close();
      return token;
    },
  ],
  [
    'one whose minute is over',
    async (_callSid: string, token: string) => {
      const { workspaceId } = doors.workspace;
      await doors.db.database.withWorkspace(workspaceId, (tx) =>
        tx
          .update(callTickets)
          .set({ expiresAt: new Date(Date.now() - 1) })
          .where(eq(callTickets.workspaceId, workspaceId)),
      );
      return token;
    },
  ],
])('a token is worth nothing: %s', async (_what, spoilt) => {
  const { callSid, token } = await rung();
  const shown = await spoilt(callSid, token);
  const before = doors.arrived.length;
  const stream = await doors.stream();
  stream.start(callSid, shown);
  stream.media(1);
  expect(await stream.closed).toBe(1008);
  expect(doors.arrived).toHaveLength(before);
  expect(doors.refused.at(-1)).toBe('token');
});

test('a token of one call lets no other one in', async () => {
  const { token } = await rung();
  const stream = await doors.stream();
  stream.start(newSid(), token);
  expect(await stream.closed).toBe(1008);
});

test('sound before the start, and a second start while the first is let in, close the line', async () => {
  const early = await doors.stream();
  early.media(1);
  expect(await early.closed).toBe(1008);
  const { callSid, token } = await rung();
  const twice = await doors.stream();
  twice.start(callSid, token);
  twice.start(callSid, token);
  expect(await twice.closed).toBe(1008);
  // The token was shown, and the caller is gone before the call began.
  await expect.poll(() => doors.rowOf(callSid)).toMatchObject({ state: 'ended' });
});

test('a message that is far too long closes the line', async () => {
  const { callSid, token } = await rung();
  const stream = await doors.stream();
  stream.start(callSid, token);
  stream.socket.send(`{"event":"media","media":{"payload":"${'A'.repeat(70_000)}"}}`);
  expect(await stream.closed).toBe(1009);
});

test('a call whose sound never came is ended by what Twilio says of it; one in progress is not', async () => {
  const status = (CallSid: string, CallStatus: string) =>
    doors.post('/telephony/twilio/status', { CallSid, CallStatus });
  const { callSid } = await rung();
  expect((await status(callSid, 'in-progress')).status).toBe(204);
  expect(await doors.rowOf(callSid)).toMatchObject({ state: 'ringing' });
  expect((await status(callSid, 'completed')).status).toBe(204);
  expect(await doors.rowOf(callSid)).toMatchObject({ state: 'ended', end: 'caller-hung-up' });
  expect((await doors.ring(callSid)).text).toContain('<Response><Hangup/></Response>');
  expect((await status(newSid(), 'completed')).status).toBe(204);
  expect((await status(callSid, '')).status).toBe(204);
  expect((await doors.post('/telephony/twilio/voice', { To: '+1' })).status).toBe(422);
});

test('the end of a call that another process holds is told there, and the call is looked up once', async () => {
  const told: unknown[] = [];
  const beside = await callDoors({
    elsewhere: {
      tell: async (call, word) => {
        told.push([call.callId, word]);
        return null;
      },
      sound: async () => {
        throw new Error('no sound is asked for');
      },
    },
  });
  try {
    await beside.ring('CA-beside');
    const { id } = (await beside.rowOf('CA-beside'))!;
    const asked = vi.spyOn(beside.db.database.pool, 'query');
    const over = { CallSid: 'CA-beside', CallStatus: 'completed' };
    expect((await beside.post('/telephony/twilio/status', over)).status).toBe(204);
    expect(told).toEqual([[id, { kind: 'over', carrierCallId: 'CA-beside' }]]);
    expect(await beside.rowOf('CA-beside')).toMatchObject({ state: 'ended', end: 'caller-hung-up' });
    const lookedUp = asked.mock.calls.filter(([query]) =>
      JSON.stringify(query).includes('find_carrier_call'),
    );
    expect(lookedUp).toHaveLength(1);
  } finally {
    await beside.close();
  }
});

test('who cannot be served hears the busy line and is written down; who asked before is not turned away', async () => {
  const full = await callDoors({ mostCalls: 1 });
  try {
    const first = await full.ring('CA-first');
    expect(tokenOf(first.text)).not.toBe('');
    const second = await full.ring('CA-second');
    expect(second.text).toContain(
      '<Say language="en-US">All lines are &lt;busy&gt; &amp; long.</Say><Hangup/>',
    );
    expect(await full.rowOf('CA-second')).toMatchObject({ state: 'ended', end: 'refused' });
    expect((await full.ring('CA-second')).text).toBe(second.text);
    expect(tokenOf((await full.ring('CA-first')).text)).not.toBe('');
    await full.post('/telephony/twilio/status', { CallSid: 'CA-first', CallStatus: 'completed' });
    expect(tokenOf((await full.ring('CA-third')).text)).not.toBe('');
    const quiet = full.gate.stop(10_000);
    expect((await full.ring('CA-fourth')).text).toContain('All lines are');
    // Who was let in before may still come.
    await full.post('/telephony/twilio/status', { CallSid: 'CA-third', CallStatus: 'canceled' });
    await quiet;
  } finally {
    await full.close();
  }
});

test('while the database is away a caller hears the busy tone', async () => {
  const broken = await callDoors();
  try {
    await broken.db.database.close();
    expect((await broken.ring('CA-x')).text).toContain('<Reject reason="busy"/>');
    expect(broken.refused).toEqual(['trouble']);
  } finally {
    await broken.close();
  }
});

test('a caller whom nobody answers comes back to the same call; one who is answered is gone', async () => {
  const asked: unknown[] = [];
  const own = await callDoors({ control: { transfer: async (...call) => void asked.push(call) } });
  try {
    const handed = '/telephony/twilio/voice?handed-over=1';
    const form = (callSid: string, status: string) => ({
      CallSid: callSid,
      From: '+12025550123',
      To: own.number,
      DialCallStatus: status,
    });
    const begin = async () => {
      const callSid = newSid();
      const first = await own.stream();
      first.start(callSid, tokenOf((await own.ring(callSid)).text));
      await expect
        .poll(() => own.arrived.some(({ transport }) => transport.start.carrierCallId === callSid))
        .toBe(true);
      const call = own.arrived.find(({ transport }) => transport.start.carrierCallId === callSid)!;
      await call.transport.transfer('+12025550199', 20_000);
      expect(await first.closed).toBe(1000);
      expect([asked.at(-1), call.told]).toEqual([[callSid, '+12025550199', 20_000], []]);
      return { callSid, call };
    };

    const { callSid, call } = await begin();
    const token = tokenOf((await own.post(handed, form(callSid, 'no-answer'))).text);
    const stranger = await own.stream();
    stranger.start(newSid(), token);
    expect(await stranger.closed).toBe(1008);
    const second = await own.stream();
    second.start(callSid, token);
    second.media(1);
    await expect.poll(() => call.told).toEqual([['returned'], ['audio', 160, 1]]);
    call.transport.play(new Uint8Array(160), 'm1');
    const [message] = await once(second.socket, 'message');
    expect(JSON.parse(String(message)).event).toBe('media');
    const again = await own.stream();
    again.start(callSid, token);
    expect(await again.closed).toBe(1008);
    second.send({ event: 'stop' });
    await expect.poll(() => call.told.at(-1)).toEqual(['closed', 'caller-hung-up']);
    expect((await own.post(handed, form(callSid, 'busy'))).text).toContain('Nobody answered');

    const other = await begin();
    const status = { CallSid: newSid(), ParentCallSid: other.callSid, CallStatus: 'in-progress' };
    expect((await own.post('/telephony/twilio/status?handed-over=1', status)).status).toBe(204);
    expect(other.call.told).toEqual([['closed', 'transferred']]);
    expect((await own.post(handed, form(other.callSid, 'completed'))).text).toContain('<Hangup/>');
  } finally {
    await own.close();
  }
});
