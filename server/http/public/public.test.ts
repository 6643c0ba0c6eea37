import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, GENEROUS } from '../../../test/support/app.ts';
import { insertVersion } from '../../../test/support/approvedVersion.ts';
import { type ChannelsScene, callerOf, channelsScene, encoded } from '../../../test/support/channels.ts';
import { type EventBus, openEventBus } from '../../db/eventBus.ts';
import { notify } from '../../db/notify.ts';
import { versions } from '../../db/schema/index.ts';
import { deployVersion } from '../../studio/channels/deployVersion.ts';
import { withdraw } from '../../studio/channels/withdraw.ts';
import { inProcessMeter } from '../limits/inProcess.ts';
import { rateLimits } from '../limits/meter.ts';
import { createRegistry } from '../metrics/metrics.ts';
import { createPublicReads, type PublicReads } from './public.ts';

let scene: ChannelsScene;
let bus: EventBus;
const apps: { app: FastifyInstance; reads: PublicReads; address: string }[] = [];
beforeAll(async () => {
  scene = await channelsScene();
  bus = await openEventBus(scene.db.url);
});
afterAll(async () => {
  for (const { app, reads } of apps) {
    reads.close();
    await app.close();
  }
  await bus.close();
  await scene.close();
});

/** A web node of its own, that hears of changes only through the bus, if it has one. */
async function node(options: { withBus?: boolean; misses?: number } = {}) {
  const meter = inProcessMeter({
    ...GENEROUS,
    'public-miss': { amount: options.misses ?? 100_000, periodMs: 60_000 },
  });
  const reads = createPublicReads({
    database: scene.db.database,
    audioStore: scene.channels.audioStore,
    limits: rateLimits(meter),
    bus: options.withBus === false ? null : bus,
    publicUrl: null,
    registry: createRegistry(),
  });
  const app = await createTestApp(scene.db, { publicMounts: [(scope) => reads.mount(scope)] });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  apps.push({ app, reads, address });
  const get = async (path: string, init?: RequestInit) => {
    const reply = await fetch(`${address}/public/${scene.slug}${path}`, init);
    // Read to its end, so that no connection is left busy where a test looks at the head only.
    await reply.clone().arrayBuffer();
    return reply;
  };
  return { reads, get };
}

const deploy = (slot: string, versionId: string) =>
  deployVersion(scene.channels, callerOf(scene.workspaceId, 'editor'), {
    channel: 'support-bot',
    slot,
    versionId,
    reason: 'Test',
  });
const rendition = (versionId: string, format: 'wav' | 'mp3' | 'opus') =>
  scene.channels.renditionBytes(scene.workspaceId, versionId, format).then(({ bytes }) => bytes);

test('what is live is told and heard, byte for byte, by slot and by digest', async () => {
  const { get } = await node();
  const version = await insertVersion(scene.db, scene.workspaceId, {
    text: 'Hello <emphasis>dear</emphasis> caller.',
  });
  await deploy('greeting', version.id);
  const reply = await get('/channels/support-bot/greeting');
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(reply.headers.get('cache-control')).toBe('public, max-age=5, must-revalidate');
  expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  expect(reply.headers.get('x-correlation-id')).toBeTruthy();
  const slot = await reply.json();
  expect(slot).toMatchObject({
    channel: 'support-bot',
    slot: 'greeting',
    digest: version.digest,
    durationMs: 1500,
    text: 'Hello dear caller.',
    language: 'en-US',
    version: { id: version.id, number: 1 },
    audio: { mp3: `/public/${scene.slug}/audio/${version.digest}.mp3` },
  });
  for (const [format, type] of [
    ['wav', 'audio/wav'],
    ['mp3', 'audio/mpeg'],
    ['opus', 'audio/ogg; codecs=opus'],
  ] as const) {
    const expected = await rendition(version.id, format);
    const live = await get(`/channels/support-bot/greeting/audio?format=${format}`);
    expect(live.headers.get('content-type')).toBe(type);
    expect(Buffer.from(await live.arrayBuffer())).toEqual(expected);
    const fixed = await get(`/audio/${version.digest}.${format}`);
    expect(fixed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(fixed.headers.get('etag')).toBe(live.headers.get('etag'));
    expect(Buffer.from(await fixed.arrayBuffer())).toEqual(expected);
  }
  const byDefault = await get('/channels/support-bot/greeting/audio');
  expect(byDefault.headers.get('content-type')).toBe('audio/mpeg');
});

test('unchanged, partial and head requests are answered as RFC 9110 says', async () => {
  const { get } = await node();
  const version = await insertVersion(scene.db, scene.workspaceId);
  await deploy('partial', version.id);
  const bytes = await rendition(version.id, 'wav');
  const path = `/audio/${version.digest}.wav`;
  const etag = (await get(path)).headers.get('etag')!;
  const with_ = async (headers: Record<string, string>) => {
    const reply = await get(path, { headers });
    return { reply, body: Buffer.from(await reply.arrayBuffer()) };
  };
  for (const value of [etag, `"x", W/${etag}`, '*']) {
    const { reply, body } = await with_({ 'if-none-match': value });
    expect([reply.status, body.length]).toEqual([304, 0]);
    expect(reply.headers.get('etag')).toBe(etag);
  }
  expect((await with_({ 'if-none-match': '"x"' })).reply.status).toBe(200);
  const last = bytes.length - 1;
  for (const [range, start, end] of [
    ['bytes=0-0', 0, 0],
    ['bytes=100-199', 100, 199],
    [`bytes=100-${last + 50}`, 100, last],
    ['bytes=100-', 100, last],
    ['bytes=-10', last - 9, last],
    [`bytes=-${last * 9}`, 0, last],
  ] as const) {
    const { reply, body } = await with_({ range });
    expect(reply.status).toBe(206);
    expect(reply.headers.get('content-range')).toBe(`bytes ${start}-${end}/${bytes.length}`);
    expect(body).toEqual(bytes.subarray(start, end + 1));
  }
  for (const range of ['bytes=9-5', 'bytes=0-1,5-6', 'items=0-1', 'bytes=x-']) {
    expect((await with_({ range })).reply.status).toBe(200);
  }
  expect((await with_({ range: 'bytes=0-9', 'if-range': '"other"' })).reply.status).toBe(200);
  expect((await with_({ range: 'bytes=0-9', 'if-range': etag })).reply.status).toBe(206);
  const beyond = await with_({ range: `bytes=${bytes.length}-` });
  expect(beyond.reply.status).toBe(416);
  expect(beyond.reply.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
  const head = await get(path, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  const preflight = await get(path, { method: 'OPTIONS', headers: { origin: 'https://a.test' } });
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
    204,
    'GET, HEAD',
  ]);
});

test('audio too long for memory is read piece by piece', async () => {
  const { get } = await node();
  const version = await insertVersion(scene.db, scene.workspaceId);
  const long = Buffer.alloc(9 * 1024 * 1024, 'abcdefg');
  const channels = { ...scene.channels, renditionBytes: async () => encoded(long) };
  await deployVersion(channels, callerOf(scene.workspaceId, 'editor'), {
    channel: 'support-bot',
    slot: 'long',
    versionId: version.id,
    reason: 'Test',
  });
  const whole = Buffer.from(await (await get('/channels/support-bot/long/audio')).arrayBuffer());
  expect(whole.equals(long)).toBe(true);
  const part = await get('/channels/support-bot/long/audio', { headers: { range: 'bytes=1048570-2097200' } });
  expect(Buffer.from(await part.arrayBuffer()).equals(long.subarray(1048570, 2097201))).toBe(true);
});

test('a change is seen at once here, at once on other nodes, and soon where its event was lost', async () => {
  const here = await node({ withBus: false });
  const there = await node();
  const deaf = await node({ withBus: false });
  const [first, second] = [
    await insertVersion(scene.db, scene.workspaceId),
    await insertVersion(scene.db, scene.workspaceId),
  ];
  const path = '/channels/support-bot/moving';
  const seen = async ({ get }: typeof here) => {
    const reply = await get(path);
    return reply.status === 200 ? ((await reply.json()) as { digest: string }).digest : reply.status;
  };
  scene.channels.onLiveChanged = (...change) => here.reads.liveChanged(...change);
  for (const each of [here, there, deaf]) expect(await seen(each)).toBe(404);
  await deploy('moving', first.id);
  expect(await seen(here)).toBe(first.digest);
  await expect.poll(() => seen(there), { timeout: 1_000, interval: 10 }).toBe(first.digest);
  await deploy('moving', second.id);
  expect(await seen(here)).toBe(second.digest);
  await expect.poll(() => seen(there), { timeout: 1_000, interval: 10 }).toBe(second.digest);
  await expect.poll(() => seen(deaf), { timeout: 5_000, interval: 100 }).toBe(second.digest);
  await withdraw(scene.channels, callerOf(scene.workspaceId, 'editor'), {
    channel: 'support-bot',
    slot: 'moving',
    reason: 'Wrong',
  });
  expect(await seen(here)).toBe(404);
  await expect.poll(() => seen(there), { timeout: 1_000, interval: 10 }).toBe(404);
  // What was deployed once stays readable by its digest, until it is archived.
  expect((await there.get(`/audio/${first.digest}.mp3`)).status).toBe(200);
  await scene.db.database.withWorkspace(scene.workspaceId, async (tx) => {
    await tx.update(versions).set({ status: 'archived' }).where(eq(versions.id, first.id));
    await notify(tx, scene.workspaceId, {
      type: 'version-status',
      versionId: first.id,
      scriptId: first.scriptId,
      status: 'archived',
    });
  });
  await expect
    .poll(async () => (await there.get(`/audio/${first.digest}.mp3`)).status, {
      timeout: 1_000,
      interval: 10,
    })
    .toBe(404);
});

test('what was never deployed is not served, and looking for it is limited by address', async () => {
  const { get } = await node({ misses: 5 });
  const version = await insertVersion(scene.db, scene.workspaceId);
  for (const path of [
    `/audio/${version.digest}.mp3`,
    '/channels/support-bot/nowhere',
    '/channels/none/x/audio',
  ]) {
    for (let again = 0; again < 3; again++) {
      const reply = await get(path);
      expect(reply.status).toBe(404);
      expect(reply.headers.get('content-type')).toContain('application/problem+json');
      expect(reply.headers.get('access-control-allow-origin')).toBe('*');
      expect(await reply.json()).toMatchObject({ code: 'not-found', retryable: false });
    }
  }
  const outcomes = [];
  for (let index = 0; index < 4; index++)
    outcomes.push((await get(`/channels/support-bot/guess-${index}`)).status);
  expect(outcomes).toEqual([404, 404, 429, 429]);
  expect((await get('/audio/..%2f..%2fetc%2fpasswd')).status).toBe(404);
  expect((await get('/channels/support-bot/nowhere/audio?format=aac')).status).toBe(422);
});

test('many who ask for the same at once cause one look', async () => {
  const { get } = await node({ misses: 1_000 });
  const version = await insertVersion(scene.db, scene.workspaceId);
  await deploy('crowd', version.id);
  let queries = 0;
  const { pool } = scene.db.database;
  const query = pool.query.bind(pool);
  pool.query = ((...args: Parameters<typeof query>) => {
    queries++;
    return query(...args);
  }) as typeof pool.query;
  const replies = await Promise.all(Array.from({ length: 50 }, () => get('/channels/support-bot/crowd')));
  pool.query = query;
  expect(replies.every((reply) => reply.status === 200)).toBe(true);
  expect(queries).toBe(1);
});
