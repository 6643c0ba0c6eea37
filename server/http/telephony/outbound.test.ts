import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callDoors, PUBLIC_URL, tokenOf } from '../../../test/support/callDoors.ts';
import { callerOf } from '../../../test/support/channels.ts';
import { type Client, clientOf } from '../../../test/support/client.ts';
import type { CallTap, LiveCall } from '../../calls/contract.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import type { CallTransport } from '../../telephony/callTransport.ts';

const placed: Record<string, string>[] = [];
let answer = { status: 201, body: '{"sid":"CA-placed"}' };
const twilio = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  placed.push(Object.fromEntries(new URLSearchParams(text)));
  response.writeHead(answer.status).end(answer.body);
});

let doors: Awaited<ReturnType<typeof callDoors>>;
let owner: Client;
beforeAll(async () => {
  twilio.listen(0, '127.0.0.1');
  await once(twilio, 'listening');
  doors = await callDoors({
    env: {
      TWILIO_ACCOUNT_SID: 'AC0123456789',
      TWILIO_BASE_URL: `http://127.0.0.1:${(twilio.address() as AddressInfo).port}`,
    },
  });
  const { workspaceId, ownerId } = doors.workspace;
  const caller = { ...callerOf(workspaceId, 'owner'), userId: ownerId };
  const issued = await createApiKey(doors.db.database, caller, { name: 'Caller', scopes: ['calls:manage'] });
  owner = clientOf(doors.address, { key: issued.key });
});
afterAll(async () => {
  await doors?.close();
  twilio.close();
});

test('somebody is called, picks up, and their sound arrives; the same wish twice is one call', async () => {
  const wish = { to: '+12025550155', flowId: doors.flowId };
  const { status, body } = await owner.post('/api/v1/calls', wish, { 'idempotency-key': 'one' });
  expect([status, body]).toEqual([201, { id: expect.any(String), state: 'ringing' }]);
  expect((await owner.post('/api/v1/calls', wish, { 'idempotency-key': 'one' })).body).toEqual(body);
  expect(placed).toEqual([
    {
      From: doors.number,
      To: '+12025550155',
      Url: expect.stringContaining(`${PUBLIC_URL}/telephony/twilio/voice?call=`),
      Method: 'POST',
      StatusCallback: `${PUBLIC_URL}/telephony/twilio/status`,
      StatusCallbackMethod: 'POST',
    },
  ]);
  expect(await doors.rowOf('CA-placed')).toMatchObject({
    id: body.id,
    direction: 'outbound',
    fromMasked: '•••0155',
    to: doors.number,
  });
  const path = placed[0]!.Url!.slice(PUBLIC_URL.length);
  const form = { CallSid: 'CA-placed', From: doors.number, To: '+12025550155' };
  const forged = await doors.post(
    path.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
    form,
  );
  expect(forged.text).toContain('<Response><Hangup/></Response>');
  const other = await doors.post(path, { ...form, CallSid: 'CA-other' });
  expect(other.text).toContain('<Response><Hangup/></Response>');
  const { text } = await doors.post(path, form);
  const stream = await doors.stream();
  stream.start('CA-placed', tokenOf(text));
  await expect.poll(() => doors.arrived.length).toBe(1);
  expect(doors.arrived[0]!.call).toMatchObject({
    id: body.id,
    start: { direction: 'outbound', from: doors.number, to: '+12025550155' },
    testedBy: null,
  });
  stream.socket.close();
});

/** A call that waits for a person, as far as an invitation looks at it. */
function waitingCall() {
  const taps = new Set<CallTap>();
  const joined: { who: unknown; leg: CallTransport }[] = [];
  const call = {
    call: { start: { direction: 'inbound', from: '+12025550123', to: doors.number } },
    state: { interim: '', floor: 'waiting' },
    tap(tap: CallTap) {
      taps.add(tap);
      return () => taps.delete(tap);
    },
    join(leg: CallTransport, who: unknown) {
      joined.push({ who, leg });
      return {
        audio: () => undefined,
        dtmf: () => undefined,
        mark: () => undefined,
        closed: () => undefined,
      };
    },
  };
  return { call: call as unknown as LiveCall, taps, joined };
}

test('somebody at another telephone is asked to take a call over, and joins it when they pick up', async () => {
  answer = { status: 201, body: '{"sid":"CA-person"}' };
  placed.length = 0;
  const { call, taps, joined } = waitingCall();
  const invited = doors.invitations.invite(call, '+12025550177', 'They ask for a refund.');
  await expect.poll(() => placed.length).toBe(1);
  expect(placed[0]).toMatchObject({ From: doors.number, To: '+12025550177' });
  const path = placed[0]!.Url!.slice(PUBLIC_URL.length);
  const form = { CallSid: 'CA-person', From: doors.number, To: '+12025550177' };
  const stranger = await doors.post(path.replace(/invite=.*/, 'invite=nobody'), form);
  expect(stranger.text).toContain('<Response><Hangup/></Response>');
  const token = tokenOf((await doors.post(path, form)).text);
  const stream = await doors.stream();
  stream.start('CA-person', token);
  await invited;
  expect(joined).toEqual([
    {
      who: {
        actor: { kind: 'system', id: null, name: '+12025550177' },
        how: 'take-over',
        summary: 'They ask for a refund.',
      },
      leg: expect.objectContaining({ start: expect.objectContaining({ carrierCallId: 'CA-person' }) }),
    },
  ]);
  expect(taps.size).toBe(0);
  const again = await doors.stream();
  again.start('CA-person', token);
  expect(await again.closed).toBe(1008);
  stream.socket.close();
});

test('nobody who was asked picks up, or the caller is gone first: nothing rings on', async () => {
  answer = { status: 201, body: '{"sid":"CA-nobody"}' };
  const busy = doors.invitations.invite(waitingCall().call, '+12025550177', '');
  let problem: unknown;
  busy.catch((error: unknown) => {
    problem = error;
  });
  await expect
    .poll(async () => {
      await doors.post('/telephony/twilio/status', { CallSid: 'CA-nobody', CallStatus: 'busy' });
      return problem;
    })
    .toMatchObject({ code: 'engine-refused' });
  const { call, taps } = waitingCall();
  placed.length = 0;
  const late = doors.invitations.invite(call, '+12025550177', '');
  const gone = late.then(
    () => null,
    (error: unknown) => error,
  );
  await expect.poll(() => placed.length).toBe(1);
  for (const tap of taps) tap.ended('caller-hung-up');
  expect(await gone).toMatchObject({ code: 'engine-refused' });
  await expect.poll(() => placed.at(-1)).toEqual({ Status: 'completed' });
  const path = placed[0]!.Url!.slice(PUBLIC_URL.length);
  const { text } = await doors.post(path, { CallSid: 'CA-nobody', To: '+12025550177' });
  expect(text).toContain('<Response><Hangup/></Response>');
});

test('what cannot be called is a problem, and the call is written down as failed', async () => {
  const wrong = await owner.post('/api/v1/calls', { to: '112' });
  expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'to']);
  const foreign = await owner.post('/api/v1/calls', { to: '+12025550155', from: '+19995550000' });
  expect([foreign.status, foreign.body.errors[0].field]).toEqual([422, 'from']);
  answer = { status: 400, body: '{"code":21211,"message":"The To number is not valid."}' };
  const refused = await owner.post('/api/v1/calls', { to: '+12025550156' });
  expect([refused.status, refused.body.code]).toEqual([422, 'engine-refused']);
  expect(refused.body.detail).toContain('The To number is not valid.');
});
