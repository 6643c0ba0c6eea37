import { createHash } from 'node:crypto';
import decode from 'audio-decode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseWav } from '../../server/audio/wav.ts';
import { type Client, clientOf, signIn, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';

let node: RunningNode;
let key: Client;
let slug: string;

beforeAll(async () => {
  node = await startNode({ ...OWNER, ...NO_LIMITS });
  key = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  slug = (await key.get('/api/v1/me')).body.workspace.slug;
}, 60_000);
afterAll(() => node?.stop(), 30_000);

async function readyVersion(client: Client, text: string, parameters: object = {}) {
  const project = (await client.post('/api/v1/projects', { name: 'Hotline', purpose: 'support' })).body;
  const script = (
    await client.post(`/api/v1/projects/${project.id}/scripts`, {
      title: 'Greeting',
      language: 'en-US',
      text,
    })
  ).body;
  const asked = await client.post(`/api/v1/scripts/${script.id}/versions`, {
    voiceId: 'flite:slt',
    parameters,
  });
  expect(asked.status).toBe(202);
  expect(asked.body).toMatchObject({ number: 1, state: 'queued' });
  const version = await until(
    async () => (await client.get(`/api/v1/versions/${asked.body.id}`)).body,
    (seen) => ['ready', 'failed', 'cancelled'].includes(seen.state),
  );
  expect(version).toMatchObject({ state: 'ready', status: 'draft', failure: null });
  return { script, version };
}

test('a program writes, hears, has approved, deploys and fetches exactly that audio', async () => {
  const { version } = await readyVersion(
    key,
    'Thank you for calling. <break time="300ms"/> How can we help you today?',
  );
  expect(version.digest).toMatch(/^[0-9a-f]{64}$/);

  const wav = (await key.get(`/api/v1/versions/${version.id}/audio?format=wav`)).body as Buffer;
  expect(wav.readUInt32LE(24)).toBe(version.audio.sampleRateHz);
  expect(((wav.length - 44) / 2 / version.audio.sampleRateHz) * 1000).toBeCloseTo(
    version.audio.durationMs,
    -1,
  );

  expect((await key.post(`/api/v1/versions/${version.id}/status`, { to: 'in_review' })).body.status).toBe(
    'in_review',
  );
  const byKey = await key.post(`/api/v1/versions/${version.id}/status`, {
    to: 'approved',
    digest: version.digest,
  });
  expect([byKey.status, byKey.body.code]).toEqual([403, 'person-required']);

  const added = await key.post('/api/v1/members', {
    email: 'rita@example.com',
    name: 'Rita',
    role: 'reviewer',
    password: 'another long password',
  });
  expect(added.status).toBe(201);
  const rita = await signIn(node.url, 'rita@example.com', 'another long password');
  const wrong = await rita.post(`/api/v1/versions/${version.id}/status`, {
    to: 'approved',
    digest: 'f'.repeat(64),
  });
  expect([wrong.status, wrong.body.code]).toEqual([409, 'digest-mismatch']);
  const early = await key.put('/api/v1/channels/support-bot/slots/greeting', {
    versionId: version.id,
    reason: 'too early',
  });
  expect([early.status, early.body.code]).toEqual([409, 'not-deployable']);
  const approved = await rita.post(`/api/v1/versions/${version.id}/status`, {
    to: 'approved',
    digest: version.digest,
    note: 'Clear and warm.',
  });
  expect(approved.body).toMatchObject({ status: 'approved', selfApproved: false });

  const deployed = await key.put('/api/v1/channels/support-bot/slots/greeting', {
    versionId: version.id,
    reason: 'New greeting',
  });
  expect(deployed.status).toBe(200);
  const stale = await key.put('/api/v1/channels/support-bot/slots/greeting', {
    versionId: version.id,
    reason: 'again',
    expectedVersionId: null,
  });
  expect([stale.status, stale.body.code]).toEqual([409, 'deployment-conflict']);

  const open = clientOf(node.url);
  const live = await open.get(`/public/${slug}/channels/support-bot/greeting`);
  expect(live.body).toMatchObject({ digest: version.digest, version: { id: version.id, number: 1 } });
  const cached = await open.call('GET', `/public/${slug}/channels/support-bot/greeting`, undefined, {
    'if-none-match': live.headers.get('etag') ?? '',
  });
  expect(cached.status).toBe(304);
  const bytes = await open.get(new URL(live.body.audio.wav, node.url).pathname);
  expect(bytes.headers.get('cache-control')).toContain('immutable');
  // What is public says where it comes from, as what is downloaded does; the sound is the master's.
  const download = await key.get(`/api/v1/versions/${version.id}/audio?format=wav&download`);
  expect(createHash('sha256').update(bytes.body).digest('hex')).toBe(
    createHash('sha256').update(download.body).digest('hex'),
  );
  expect(parseWav(bytes.body).samples).toEqual(parseWav(wav).samples);
  for (const format of ['mp3', 'opus'] as const) {
    const encoded = await open.get(new URL(live.body.audio[format], node.url).pathname);
    const heard = await decode(encoded.body);
    const channel = heard.channelData[0] as Float32Array;
    expect(Math.abs((channel.length / heard.sampleRate) * 1000 - version.audio.durationMs)).toBeLessThan(80);
  }

  const audit = await key.get('/api/v1/audit?limit=200');
  expect(audit.body.items.map((entry: { action: string }) => entry.action)).toEqual(
    expect.arrayContaining(['version.approved']),
  );
  expect((await key.get('/api/v1/audit/verify')).body).toMatchObject({ ok: true });
}, 90_000);

test('an Idempotency-Key gives the same version again, and refuses another body', async () => {
  const { script } = await readyVersion(key, 'One sentence.');
  const ask = (body: object) =>
    key.post(`/api/v1/scripts/${script.id}/versions`, body, { 'idempotency-key': 'order-7' });
  const first = await ask({ voiceId: 'flite:rms' });
  const again = await ask({ voiceId: 'flite:rms' });
  expect([first.status, again.status, again.body.id]).toEqual([202, 202, first.body.id]);
  const other = await ask({ voiceId: 'flite:awb' });
  expect([other.status, other.body.code]).toEqual([409, 'idempotency-mismatch']);
}, 60_000);
