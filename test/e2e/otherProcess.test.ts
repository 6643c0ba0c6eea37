import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, clientOf, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startBeside, startNode } from '../support/node.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redisServer.ts';
import { call, connect, type Phone, type PhoneNetwork, tell } from '../support/twilioPhone.ts';

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

const PERSON = 'CA-of-a-person';
/** Twilio's REST interface, as far as calls are placed and changed by it. */
const asked: { path: string; form: Record<string, string> }[] = [];
const rest = createHttpServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  asked.push({ path: request.url!, form: Object.fromEntries(new URLSearchParams(text)) });
  response.writeHead(201).end(JSON.stringify({ sid: PERSON }));
});
const text = (words: string) => ({ kind: 'text', text: words });
const LINES = {
  announcement: text('You are talking to an AI, and this call is recorded.'),
  hold: text('One moment.'),
  trouble: text('Trouble.'),
  silence: text('Are you there?'),
  busy: text('All lines are busy.'),
};
const handOn = (warm: boolean) => ({
  start: 'person',
  steps: {
    person: {
      kind: 'transfer',
      title: 'A person',
      line: text('I hand you over.'),
      to: '+12025550177',
      warm,
      waitSeconds: 300,
      otherwise: 'nobody',
    },
    nobody: {
      kind: 'voicemail',
      title: 'Nobody',
      line: text('Nobody could come. Please leave a message.'),
      next: 'bye',
    },
    bye: { kind: 'goodbye', title: 'Goodbye', line: text('Goodbye.') },
  },
  lines: LINES,
  record: true,
});

describe.skipIf(!hasRedis)('two processes and a Redis', () => {
  let redis: RedisServer;
  let holder: RunningNode;
  let other: RunningNode;
  let onOther: Client;
  let phone: Phone;
  let id: string;

  beforeAll(async () => {
    redis = await startRedis(undefined, await freePort());
    await once(rest.listen(0, '127.0.0.1'), 'listening');
    const env = {
      ...OWNER,
      ...NO_LIMITS,
      REDIS_URL: redis.url,
      VOICEOPS_PUBLIC_URL: PUBLIC_URL,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_ACCOUNT_SID: 'AC0123456789',
      TWILIO_BASE_URL: `http://127.0.0.1:${(rest.address() as AddressInfo).port}`,
      VOICEOPS_CALLS_BUSY_PERCENT: '100',
    };
    holder = await startNode(env);
    other = await startBeside(holder, { ...env, VOICEOPS_ROLES: 'web,calls' });
    onOther = clientOf(other.url, { key: KEY });
    phone = await call(reach(holder), SAMPLE_NUMBER);
    const board = await until(
      async () => (await onOther.get('/api/v1/calls/live')).body.items,
      ([card]) => card?.here === true && card.step !== null,
    );
    id = board[0].id;
  }, 400_000);
  afterAll(async () => {
    phone?.hangUp();
    rest.close();
    await other?.stop();
    await holder?.stop();
    await redis?.stop();
    if (redis) await rm(redis.folder, { recursive: true, force: true });
    if (holder) await rm(holder.dataDir, { recursive: true, force: true });
  }, 60_000);

  const reach = (node: RunningNode): PhoneNetwork => ({
    nodeUrl: node.url,
    publicUrl: PUBLIC_URL,
    authToken: AUTH_TOKEN,
  });
  /** Rings a number of its own, at the process that will hold the call. */
  async function callFlow(name: string, number: string, content: object): Promise<Phone> {
    const flow = await onOther.post('/api/v1/flows', { name, content });
    expect(flow).toMatchObject({ status: 201, body: { problems: [] } });
    const added = await onOther.post('/api/v1/phone-numbers', { number, name, flowId: flow.body.id });
    expect(added.status).toBe(201);
    return call(reach(holder), number);
  }
  const WORD = new Uint8Array(1_600).fill(0x55);
  const ANSWER = new Uint8Array(1_600).fill(0x2a);

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

  test('who is rung and picks up at the other process talks with the caller whom this one holds', async () => {
    const caller = await callFlow('Warm', '+15005550101', handOn(true));
    await expect.poll(() => asked.map(({ path }) => path), { timeout: 60_000 }).toHaveLength(1);
    const { Url = '' } = asked.pop()!.form;
    const form = { CallSid: PERSON, From: '+15005550101', To: '+12025550177' };
    const { twiml } = await tell(reach(other), Url.slice(PUBLIC_URL.length), form);
    const person = await connect(reach(other), PERSON, twiml);
    await hears(caller, person, WORD);
    await hears(person, caller, ANSWER);
    caller.hangUp();
    await person.closed;

    // The next one is not picked up: the caller is told at once.
    const again = await call(reach(holder), '+15005550101');
    await expect.poll(() => asked.length, { timeout: 60_000 }).toBe(1);
    const path = asked.pop()!.form.StatusCallback!.slice(PUBLIC_URL.length);
    await tell(reach(other), path, { ...form, CallStatus: 'no-answer' });
    await waitForMessage(again);
    again.hangUp();
  }, 240_000);

  test('a caller who was handed over and comes back at the other process is still on the same call', async () => {
    const caller = await callFlow('Cold', '+15005550102', handOn(false));
    await expect.poll(() => asked.length, { timeout: 60_000 }).toBe(1);
    expect(asked.pop()!.path).toContain(caller.callSid);
    await caller.closed;
    const back = '/telephony/twilio/voice?handed-over=1';
    const form = { CallSid: caller.callSid, From: '+12025550123', To: '+15005550102' };
    const { twiml } = await tell(reach(other), back, { ...form, DialCallStatus: 'no-answer' });
    const again = await connect(reach(other), caller.callSid, twiml);
    await waitForMessage(again);
    again.hangUp();
  }, 240_000);

  /** One says it until the other heard it: the lines are joined a moment after they are open. */
  async function hears(one: Phone, other: Phone, sound: Uint8Array): Promise<void> {
    await expect
      .poll(
        async () => {
          await other.say(sound);
          return one.heard().includes(Buffer.from(sound));
        },
        { timeout: 30_000 },
      )
      .toBe(true);
  }

  /** The call is where somebody goes whom nobody takes: a message is asked for. */
  async function waitForMessage(caller: Phone): Promise<void> {
    await until(
      async () => (await onOther.get('/api/v1/calls/live')).body.items,
      (cards) => cards.some(({ step }: { step: string | null }) => step === 'Nobody'),
      30_000,
    );
    await caller.quiet(500, 60_000);
  }
});
