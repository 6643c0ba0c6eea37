import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { apiInstallation } from './apiInstallation.ts';

const CALLS = ['CA1', 'CA2'].map((carrierCallId, n) => ({
  id: `call-${n}`,
  carrierCallId,
  from: '•••0155',
  to: '+15005550100',
  state: 'ended',
  startedAt: new Date().toISOString(),
}));

test('of two calls at once from one number to another, each is told its own record', async () => {
  const api = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
    const asked = searchParams.get('carrierCallId');
    const found = CALLS.filter(({ carrierCallId }) => asked === null || carrierCallId === asked);
    const one = CALLS.find(({ id }) => pathname.endsWith(`/${id}`));
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(one ? { ...one, events: [] } : { items: found.toReversed(), nextCursor: null }),
    );
  }).listen(0);
  onTestFinished(() => void api.close());
  const installation = apiInstallation(`http://localhost:${(api.address() as AddressInfo).port}`, 'key');
  const records = await Promise.all(
    CALLS.map(({ carrierCallId, from, to, startedAt }) =>
      installation.callOf({ callSid: carrierCallId, from, to, dialledAt: new Date(startedAt) } as never),
    ),
  );
  expect(records.map((record) => record?.call.carrierCallId)).toEqual(['CA1', 'CA2']);
});

test('who asked too often waits as long as it is told to, and goes on', async () => {
  let asked = 0;
  const api = createServer((_request, response) => {
    asked++;
    if (asked <= 2) response.writeHead(429, { 'retry-after': '1' }).end('{}');
    else response.end(JSON.stringify({ timeZone: 'Europe/Vienna' }));
  }).listen(0);
  onTestFinished(() => void api.close());
  const { timeZone } = apiInstallation(`http://localhost:${(api.address() as AddressInfo).port}`, 'key');
  expect([await timeZone(), asked]).toEqual(['Europe/Vienna', 3]);
});
