import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallEvent } from '../../shared/calls/timeline.ts';
import { type Client, clientOf, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';
import { call, type PhoneNetwork, ring } from '../support/twilioPhone.ts';

const SAMPLE_NUMBER = '+15005550100';
const PUBLIC_URL = 'https://voice.example.test';
const AUTH_TOKEN = 'token-of-this-test';
const SETTINGS = {
  ...OWNER,
  ...NO_LIMITS,
  VOICEOPS_PUBLIC_URL: PUBLIC_URL,
  TWILIO_AUTH_TOKEN: AUTH_TOKEN,
  // A machine that is busy with other tests refuses nobody.
  VOICEOPS_CALLS_BUSY_PERCENT: '100',
};
/** Longer than any pause within what is said to a caller. */
const PAUSE_MS = 2_500;
const ANSWER_MS = 60_000;

let node: RunningNode;
let owner: Client;
beforeAll(async () => {
  node = await startNode(SETTINGS);
  owner = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  // A call is greeted with what is deployed.
  const { workspace } = (await owner.get('/api/v1/me')).body;
  const greeting = `/public/${workspace.slug}/channels/support-bot/greeting`;
  await until(
    () => owner.get(greeting),
    ({ status }) => status === 200,
    240_000,
  );
}, 400_000);
afterAll(async () => {
  await node?.stop();
  if (node) await rm(node.dataDir, { recursive: true, force: true });
}, 60_000);

const network = (): PhoneNetwork => ({ nodeUrl: node.url, publicUrl: PUBLIC_URL, authToken: AUTH_TOKEN });

const newestCall = async (): Promise<{ id: string; state: string; end: string | null }> =>
  (await owner.get('/api/v1/calls?limit=1')).body.items[0];
const callOf = async (id: string) => (await owner.get(`/api/v1/calls/${id}`)).body;
const eventsOf = async (id: string): Promise<CallEvent[]> =>
  (await owner.get(`/api/v1/calls/${id}/events`)).body.items;

test('a telephone call is greeted with what was approved, and can be read and heard afterwards', async () => {
  const phone = await call(network(), SAMPLE_NUMBER);
  await phone.quiet(PAUSE_MS, ANSWER_MS);
  const { id, state } = await newestCall();
  expect(state).toBe('live');
  expect(await (await fetch(`${node.url}/readyz`)).json()).toMatchObject({ calls: 1 });
  const isGreeting = (event: CallEvent) => event.kind === 'spoken' && event.source.kind === 'slot';
  const events = await until(
    () => eventsOf(id),
    (so) => so.some(isGreeting),
    ANSWER_MS,
  );
  expect(events.find(isGreeting)).toMatchObject({
    whole: true,
    source: { channel: 'support-bot', slot: 'greeting' },
  });
  // Announcement and greeting were heard.
  expect(phone.heard().length / 8_000).toBeGreaterThan(5);
  phone.hangUp();
  const ended = await until(
    () => callOf(id),
    (one) => one.state === 'ended' && one.recordedMs > 0,
  );
  expect(ended).toMatchObject({
    carrier: 'twilio',
    direction: 'inbound',
    from: '•••0123',
    to: SAMPLE_NUMBER,
    test: false,
    end: 'caller-hung-up',
  });
  expect((await owner.get(`/api/v1/calls/${id}/recording`)).status).toBe(200);
}, 300_000);

test('a call whose process was killed ends as lost, with what was said until then', async () => {
  const phone = await call(network(), SAMPLE_NUMBER);
  await phone.quiet(PAUSE_MS, ANSWER_MS);
  const { id } = await newestCall();
  // What was said is written behind the call.
  await until(
    () => eventsOf(id),
    (so) => so.some(({ kind }) => kind === 'spoken'),
    ANSWER_MS,
  );
  const { dataDir } = node;
  await node.kill();
  await phone.closed;
  node = await startNode(SETTINGS, dataDir);
  owner = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  const lost = await until(
    () => callOf(id),
    ({ state }) => state === 'ended',
    120_000,
  );
  expect(lost.end).toBe('lost');
  expect((await eventsOf(id)).map(({ kind }) => kind)).toContain('spoken');
}, 240_000);

test('a stop waits for the call in progress, and lets nobody else in', async () => {
  const phone = await call(network(), SAMPLE_NUMBER);
  await phone.quiet(PAUSE_MS, ANSWER_MS);
  const { id } = await newestCall();
  const stopped = node.stop();
  await until(
    async () => (await fetch(`${node.url}/readyz`)).json() as Promise<{ status: string }>,
    ({ status }) => status === 'draining',
  );
  const late = await ring(network(), { to: SAMPLE_NUMBER });
  expect(late.twiml).not.toContain('<Connect>');
  expect((await callOf(id)).state).toBe('live');
  phone.hangUp();
  expect(await stopped).toBe(0);
}, 120_000);
