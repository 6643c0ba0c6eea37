import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ChannelsScene, callerOf, channelsScene } from '../../test/support/channels.ts';
import type { Caller } from '../caller.ts';
import { auditEntries, webhookDeliveries, webhooks as webhookTable } from '../db/schema/index.ts';
import { queueWebhooks } from '../db/webhooks.ts';
import { isPublicAddress } from '../outbound/allowedAddress.ts';
import { deliverWebhook } from './deliverWebhook.ts';
import { DELIVERY_DAYS, forgetDeliveries } from './forgetDeliveries.ts';
import {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  redeliver,
  testWebhook,
  updateWebhook,
} from './manageWebhooks.ts';
import type { Webhooks } from './webhooks.ts';

let scene: ChannelsScene;
let caller: Caller;
let deps: Webhooks;
type Received = { request: IncomingMessage; body: string };
const received: Received[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push({ request, body });
    answer(request, response);
  });
});
let url: string;
beforeAll(async () => {
  scene = await channelsScene();
  caller = callerOf(scene.workspaceId, 'owner');
  deps = {
    database: scene.db.database,
    audioStore: scene.channels.audioStore,
    allowPrivateNetworks: true,
  };
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(() => {
  received.length = 0;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await scene.close();
});

const says = (status: number, headers = {}, body = '') => {
  answer = (_request, response) => response.writeHead(status, headers).end(body);
};
const happen = (data: Record<string, unknown>) =>
  scene.db.database.withWorkspace(scene.workspaceId, (tx) =>
    queueWebhooks(tx, scene.workspaceId, 'deployment.changed', data),
  );
const make = (address = url) => createWebhook(deps, caller, { url: address, events: ['deployment.changed'] });
const newest = async (webhookId: string) =>
  (await listDeliveries(deps, caller, webhookId, { limit: 1 })).items[0]!;
const deliver = async (webhookId: string, by = deps) => {
  await deliverWebhook(by, scene.workspaceId, (await newest(webhookId)).id);
  return newest(webhookId);
};

test('an event arrives once, signed, at those who listen; the secret is never shown again', async () => {
  says(204);
  const { secret, ...webhook } = await make();
  const other = await createWebhook(deps, caller, { url, events: ['version.ready'] });
  await happen({ channel: 'support-bot', slot: 'greeting' });
  expect((await listDeliveries(deps, caller, other.id, { limit: 5 })).items).toEqual([]);
  expect(await deliver(webhook.id)).toMatchObject({
    state: 'delivered',
    attempts: 1,
    responseStatus: 204,
    error: null,
    nextAttemptAt: null,
  });
  await deliver(webhook.id);
  expect(received).toHaveLength(1);
  const { request, body } = received[0]!;
  const verified = new Webhook(secret).verify(body, request.headers as Record<string, string>);
  expect(verified).toMatchObject({
    type: 'deployment.changed',
    data: { channel: 'support-bot', slot: 'greeting' },
  });
  const listed = await listWebhooks(deps, caller, { limit: 200 });
  expect(listed.items.find((each) => each.id === webhook.id)?.lastDelivery?.state).toBe('delivered');
  const [row] = await scene.db.database.withWorkspace(scene.workspaceId, (tx) =>
    tx.select().from(webhookTable),
  );
  const seen = JSON.stringify([
    listed,
    row,
    await scene.db.database.withWorkspace(scene.workspaceId, (tx) => tx.select().from(auditEntries)),
  ]);
  expect(seen).not.toContain(secret);
  expect(row!.sealedSecret.includes(Buffer.from(secret.slice(6), 'base64'))).toBe(false);
  for (const { id } of [webhook, other]) await deleteWebhook(deps, caller, id);
});

test('failures are tried again with growing waits, eight times in all, then given up; sending again starts anew', async () => {
  says(500, {}, `secret\u0007 ${'x'.repeat(100_000)}`);
  const webhook = await make();
  await happen({ n: 1 });
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 7; attempt++) {
    const delivery = await deliver(webhook.id);
    expect(delivery).toMatchObject({ state: 'pending', attempts: attempt, responseStatus: 500 });
    expect(delivery.error!.length).toBeLessThan(1200);
    waits.push(Date.parse(delivery.nextAttemptAt!) - Date.parse(delivery.lastAttemptAt!));
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  const dayMs = 86_400_000;
  expect(waits.reduce((a, b) => a + b)).toBeGreaterThan(dayMs * 0.7);
  expect(waits.reduce((a, b) => a + b)).toBeLessThan(dayMs * 1.3);
  expect(await deliver(webhook.id)).toMatchObject({ state: 'failed', attempts: 8, nextAttemptAt: null });
  says(200);
  const again = await redeliver(deps, caller, (await newest(webhook.id)).id);
  expect(again).toMatchObject({ state: 'pending', attempts: 0 });
  expect(await deliver(webhook.id)).toMatchObject({ state: 'delivered', attempts: 1 });
  expect(new Set(received.map(({ request }) => request.headers['webhook-id'])).size).toBe(1);
  await deleteWebhook(deps, caller, webhook.id);
});

test('redirects, cut connections and silence count as failures with the reason', async () => {
  const webhook = await make();
  says(302, { location: 'http://169.254.169.254/' });
  await happen({});
  expect(await deliver(webhook.id)).toMatchObject({
    responseStatus: 302,
    error: expect.stringContaining('Redirects are not followed'),
  });
  answer = (request) => request.socket.destroy();
  expect(await deliver(webhook.id)).toMatchObject({ state: 'pending', responseStatus: null });
  answer = (request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('half');
    setImmediate(() => request.socket.destroy());
  };
  expect(await deliver(webhook.id)).toMatchObject({ state: 'pending', responseStatus: null });
  answer = (_request, response) => void response.writeHead(200).write('and then nothing');
  const startedAt = Date.now();
  expect(await deliver(webhook.id)).toMatchObject({ error: 'No answer within 10 seconds.' });
  expect(Date.now() - startedAt).toBeLessThan(12_000);
  await deleteWebhook(deps, caller, webhook.id);
});

test('a ping is sent also while paused; other events wait for nobody', async () => {
  says(200);
  const webhook = await make();
  await happen({});
  await updateWebhook(deps, caller, webhook.id, { active: false });
  expect(await deliver(webhook.id)).toMatchObject({ state: 'failed', error: 'The webhook is paused.' });
  expect(await testWebhook(deps, caller, webhook.id)).toMatchObject({ event: 'ping', state: 'pending' });
  expect(await deliver(webhook.id)).toMatchObject({ event: 'ping', state: 'delivered' });
  expect(received).toHaveLength(1);
  const before = await newest(webhook.id);
  await happen({});
  expect((await newest(webhook.id)).id).toBe(before.id);
  await deleteWebhook(deps, caller, webhook.id);
});

const strict = () => ({ ...deps, allowPrivateNetworks: false });

test.each([
  'http://127.0.0.1/x',
  'http://localhost:8080/x',
  'http://[::1]/x',
  'http://10.1.2.3/x',
  'http://172.16.0.1/x',
  'http://192.168.1.1/x',
  'http://169.254.169.254/latest/meta-data',
  'http://100.64.0.1/x',
  'http://0.0.0.0/x',
  'http://[fd00::1]/x',
  'http://[fe80::1]/x',
  'http://[::ffff:127.0.0.1]/x',
  'http://[64:ff9b::7f00:1]/x',
  'http://2130706433/x',
  'http://0x7f.1/x',
])('a webhook to %s is refused', async (address) => {
  await expect(createWebhook(strict(), caller, { url: address, events: ['ping'] })).rejects.toMatchObject({
    code: 'address-not-allowed',
  });
});

test('other schemes and credentials in the address are refused; public addresses are not', async () => {
  for (const address of ['ftp://example.com/x', 'file:///etc/passwd', 'https://user:pass@example.com/x'])
    await expect(createWebhook(strict(), caller, { url: address, events: ['ping'] })).rejects.toMatchObject({
      code: 'validation-failed',
    });
  expect(['93.184.216.34', '2606:2800:220:1::1'].every(isPublicAddress)).toBe(true);
});

test('a name that leads to a private address later is refused when it is called', async () => {
  says(200);
  // Made while the name was allowed, as a name whose answer changed afterwards would be.
  for (const address of [url.replace('127.0.0.1', 'localhost'), url]) {
    const webhook = await make(address);
    await happen({});
    expect(await deliver(webhook.id, strict())).toMatchObject({
      state: 'pending',
      responseStatus: null,
      error: expect.stringContaining('private or reserved network'),
    });
    await deleteWebhook(deps, caller, webhook.id);
  }
  expect(received).toEqual([]);
});

test('the log of deliveries goes back 30 days, but what waits is kept', async () => {
  const { id } = await createWebhook(deps, caller, { url, events: ['ping'] });
  const made = [await testWebhook(deps, caller, id), await testWebhook(deps, caller, id)];
  const third = await testWebhook(deps, caller, id);
  const age = (deliveryId: string, state: 'delivered' | 'pending', days: number) =>
    scene.db.database.withWorkspace(scene.workspaceId, (tx) =>
      tx
        .update(webhookDeliveries)
        .set({ state, createdAt: new Date(Date.now() - days * 86_400_000) })
        .where(eq(webhookDeliveries.id, deliveryId)),
    );
  await age(made[0]!.id, 'delivered', DELIVERY_DAYS + 1);
  await age(made[1]!.id, 'delivered', DELIVERY_DAYS - 1);
  await age(third.id, 'pending', DELIVERY_DAYS + 1);
  expect(await forgetDeliveries(scene.db.database)).toBe(1);
  const { items } = await listDeliveries(deps, caller, id, { limit: 10 });
  expect(items.map((item) => item.id)).toEqual([third.id, made[1]!.id]);
});

test('reading the log waits for nobody who holds the webhook', async () => {
  const { id } = await createWebhook(deps, caller, { url, events: ['ping'] });
  await scene.db.database.withWorkspace(scene.workspaceId, async (tx) => {
    await tx.select().from(webhookTable).where(eq(webhookTable.id, id)).for('update');
    const read = listDeliveries(deps, caller, id, { limit: 10 });
    const timer = new Promise((resolve) => setTimeout(resolve, 5000, 'waited'));
    expect(await Promise.race([read, timer])).toMatchObject({ items: [] });
  });
});
