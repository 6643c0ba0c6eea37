import { asc } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scope } from '../../../shared/access.ts';
import { createTestApp } from '../../../test/support/app.ts';
import { NOW, type ToolScene, toolScene } from '../../../test/support/toolScene.ts';
import { auditEntries } from '../../db/schema/index.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { mountBusiness } from './business.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are read and asserted on
type Reply = { status: number; body: any };
type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
) => Promise<Reply>;

let scene: ToolScene;
let app: FastifyInstance;
let editor: Ask;
let viewer: Ask;

async function withKey(scopes: Scope[]): Promise<Ask> {
  const { key } = await createApiKey(scene.db.database, scene.caller, { name: 'Program', scopes });
  return async (method, path, payload) => {
    const answer = await app.inject({
      method,
      url: `/api/v1/business${path}`,
      headers: { authorization: `Bearer ${key}` },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  };
}

beforeAll(async () => {
  scene = await toolScene();
  app = await createTestApp(scene.db, {
    mounts: [(one) => mountBusiness(one, { database: scene.db.database, now: () => NOW })],
  });
  editor = await withKey(['workspace:read', 'business:write']);
  viewer = await withKey(['workspace:read']);
});
afterAll(async () => {
  await app.close();
  await scene.close();
});

const order = {
  number: 'AB-100',
  customerId: null,
  items: [{ name: 'Lamp', quantity: 2 }],
  status: 'placed',
  eta: '2026-09-20',
  carrier: null,
  trackingNumber: null,
};

test('the example is added once, seen by all, and changed by those who may', async () => {
  const first = await editor('POST', '/demo-data');
  expect(first.body.added).toMatchObject({ orders: 6, openingHours: 5, appointments: 15 });
  expect(Object.values((await editor('POST', '/demo-data')).body.added)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect((await viewer('GET', '/orders?q=garcia')).body.items).toMatchObject([
    { number: '12345', customerName: 'Maria Garcia', status: 'out-for-delivery', eta: '2026-09-18' },
  ]);
  expect((await viewer('POST', '/orders', order)).status).toBe(403);
  expect((await viewer('POST', '/demo-data')).status).toBe(403);
});

test('an order is added, changed and deleted, and its number is its own', async () => {
  const { status, body: made } = await editor('POST', '/orders', order);
  expect(status).toBe(201);
  expect(await editor('POST', '/orders', { ...order, number: 'ab 100' })).toMatchObject({ status: 409 });
  expect(await editor('POST', '/orders', { ...order, number: 'C1', customerId: made.id })).toMatchObject({
    status: 422,
  });
  const changed = await editor('PUT', `/orders/${made.id}`, { ...order, status: 'delivered', eta: null });
  expect(changed.body).toMatchObject({ status: 'delivered', eta: null });
  // Saving the example without touching its day leaves it counted from today.
  const [example] = (await editor('GET', '/orders?q=12345')).body.items;
  const { id, customerName: _, createdAt: __, ...input } = example;
  expect((await editor('PUT', `/orders/${id}`, { ...input, carrier: 'DHL' })).status).toBe(200);
  expect((await editor('DELETE', `/orders/${made.id}`)).status).toBe(204);
  expect((await editor('DELETE', `/orders/${made.id}`)).status).toBe(404);
});

test('lists come in pages and are searched', async () => {
  const first = await viewer('GET', '/products?limit=6');
  const second = await viewer('GET', `/products?limit=6&cursor=${first.body.nextCursor}`);
  expect([first.body.items.length, second.body.items.length, second.body.nextCursor]).toEqual([6, 4, null]);
  expect((await viewer('GET', '/customers?q=0143')).body.items).toMatchObject([{ name: 'Maria Garcia' }]);
  expect((await viewer('GET', '/customers?q=100%25')).body.items).toEqual([]);
  expect((await viewer('GET', '/faq?q=parking')).body.items).toHaveLength(1);
  expect(
    (await editor('POST', '/customers', { name: 'X', phone: 'call me', email: null, note: '' })).status,
  ).toBe(422);
});

test('appointments are booked by hand under the same rules', async () => {
  const services = (await viewer('GET', '/services')).body.items;
  const serviceId = services.find(({ name }: { name: string }) => name === 'Teeth cleaning').id;
  const booking = { serviceId, startsAt: '2026-09-25T10:00:00+00:00', name: 'Ann Lee', phone: null };
  const made = await editor('POST', '/appointments', booking);
  expect(made.body).toMatchObject({
    serviceName: 'Teeth cleaning',
    calendar: 'Dr. Rivera',
    local: '2026-09-25T10:00',
    endsAt: '2026-09-25T10:45:00.000Z',
  });
  expect(await editor('POST', '/appointments', booking)).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  expect(
    (await editor('POST', '/appointments', { ...booking, startsAt: '2026-09-25T03:00:00Z' })).status,
  ).toBe(422);
  const path = `/appointments/${made.body.id}`;
  expect((await editor('PATCH', path, { startsAt: '2026-09-25T12:00' })).body.local).toBe('2026-09-25T12:00');
  expect((await editor('PATCH', path, { state: 'cancelled' })).body.state).toBe('cancelled');
  const week = await viewer('GET', '/appointments?from=2026-09-21&to=2026-09-27');
  expect(week.body.items.filter(({ state }: { state: string }) => state === 'booked')).toHaveLength(15);
  expect((await viewer('GET', '/appointments?from=2026-09-21&to=2027-09-27')).status).toBe(422);
  // What is no longer offered keeps its appointments, and its name is free.
  expect((await editor('DELETE', `/services/${serviceId}`)).status).toBe(204);
  const again = { name: 'Teeth cleaning', durationMinutes: 60, calendar: 'dr. rivera' };
  expect((await editor('POST', '/services', again)).body).toMatchObject({ calendar: 'Dr. Rivera' });
  expect((await editor('POST', '/services', again)).status).toBe(409);
});

test('opening hours are set as a whole, and what cannot be is refused', async () => {
  const week = [
    { weekday: 'monday', opens: '13:00', closes: '24:00' },
    { weekday: 'monday', opens: '09:00', closes: '12:00' },
  ];
  const exceptions = [{ day: '2026-12-25', name: 'Christmas', opens: null, closes: null }];
  const set = await editor('PUT', '/opening-hours', { week, exceptions });
  expect(set.body).toEqual({ week: [week[1], week[0]], exceptions, timeZone: 'UTC' });
  expect((await viewer('GET', '/opening-hours')).body).toEqual(set.body);
  for (const wrong of [
    { week: [...week, { weekday: 'monday', opens: '11:00', closes: '14:00' }], exceptions },
    { week: [{ weekday: 'monday', opens: '18:00', closes: '09:00' }], exceptions },
    { week, exceptions: [...exceptions, ...exceptions] },
    { week, exceptions: [{ ...exceptions[0], opens: '09:00' }] },
  ])
    expect((await editor('PUT', '/opening-hours', wrong)).status).toBe(422);
});

test('changes by hand stand in the audit log, without anything of the people they concern', async () => {
  const since = (await auditOf()).length;
  const product = { name: 'Lamp', description: '', priceUsd: 3, stock: 1, language: 'en-US' };
  const { body: lamp } = await editor('POST', '/products', product);
  await editor('PUT', `/products/${lamp.id}`, { ...product, stock: 0 });
  await editor('DELETE', `/products/${lamp.id}`);
  await editor('DELETE', `/products/${lamp.id}`);
  const person = { name: 'Zoe Quill', phone: null, email: null, note: '' };
  const { body: zoe } = await editor('POST', '/customers', person);
  await editor('DELETE', `/customers/${zoe.id}`);
  const entries = (await auditOf()).slice(since);
  expect(entries.map(({ action, subjectName }) => [action, subjectName])).toEqual([
    ['product.created', 'Lamp'],
    ['product.changed', 'Lamp'],
    ['product.deleted', 'Lamp'],
    ['customer.created', null],
    ['customer.deleted', null],
  ]);
  expect(new Set(entries.map(({ actorName }) => actorName))).toEqual(new Set(['Program']));
});

const auditOf = () =>
  scene.db.database.withWorkspace(scene.workspaceId, (tx) =>
    tx.select().from(auditEntries).orderBy(asc(auditEntries.sequence)),
  );
