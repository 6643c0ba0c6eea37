import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callDoors, PUBLIC_URL, tokenOf } from '../../../test/support/callDoors.ts';
import { callerOf } from '../../../test/support/channels.ts';
import { type Client, clientOf } from '../../../test/support/client.ts';
import { createApiKey } from '../../identity/apiKeys.ts';

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
