import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogueVoice } from '../../../shared/api/voiceCatalogue.ts';
import type { DownloadableVoice } from '../../../shared/voices/catalogue.ts';
import { createTestApp } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { NO_JOBS } from '../../../test/support/noJobs.ts';
import { writeTinyPiper } from '../../../test/support/tinyVoice.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { pullVoice } from '../../jobs/pullVoice.ts';
import { startJobRunner } from '../../jobs/runner.ts';
import { openNeuralVoices } from '../../providers/sherpa/neuralVoices.ts';
import type { VoicePulls } from '../../voices/pulls.ts';
import { mountVoiceCatalogue } from './catalogue.ts';

const NAME = 'en_US-tiny-low';
/** Of the collection, and not of the catalogue. */
const UNLISTED = 'en_GB-quiet_one-low';
const published = mkdtempSync(join(tmpdir(), 'mirror-'));
const folder = mkdtempSync(join(tmpdir(), 'node-'));
writeTinyPiper(published, { name: NAME, ballastBytes: 2_000_000 });
writeTinyPiper(published, { name: UNLISTED });
const CARD = '* License: CC BY 4.0\n';
writeFileSync(join(published, 'MODEL_CARD'), CARD);
const folderOfUnlisted = 'en/en_GB/quiet_one/low';
const listed = (name: string) => {
  const bytes = readFileSync(join(published, name));
  const md5 = createHash('md5').update(bytes).digest('hex');
  return [`${folderOfUnlisted}/${name}`, { size_bytes: bytes.length, md5_digest: md5 }];
};
const files = Object.fromEntries([`${UNLISTED}.onnx`, `${UNLISTED}.onnx.json`, 'MODEL_CARD'].map(listed));
writeFileSync(join(published, 'voices.json'), JSON.stringify({ [UNLISTED]: { files } }));

/** A mirror that can be made to go slowly, or away. */
const mirror = { slow: false, gone: false, asked: 0 };
const server = createServer(async (request, response) => {
  mirror.asked++;
  if (mirror.gone) return response.destroy();
  const bytes = readFileSync(join(published, (request.url ?? '').split('/').at(-1)!));
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from ? 206 : 200, {
    'content-length': bytes.length - from,
    'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
  });
  for (let at = from; at < bytes.length && !response.destroyed; at += 100_000) {
    response.write(bytes.subarray(at, at + 100_000));
    while (mirror.slow && !response.destroyed) await delay(20);
  }
  return response.end();
});

let db: TestDatabase;
let pulls: VoicePulls;
let close: () => Promise<void>;
let ask: (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
) => Promise<{ status: number; body: never }>;
let audited: () => Promise<string[]>;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  db = await createTestDatabase();
  const { workspaceId, ownerId } = await createWorkspace(db);
  const local = openNeuralVoices({ folder, processes: 1, memoryLimitBytes: 2 ** 30 });
  const file = (end: string) => {
    const bytes = readFileSync(join(published, `${NAME}${end}`));
    const hex = createHash('sha256').update(bytes).digest('hex');
    return {
      path: `en/${NAME}${end}`,
      sizeBytes: bytes.length,
      digest: { algorithm: 'sha256' as const, hex },
    };
  };
  const voice: DownloadableVoice = {
    id: NAME,
    family: 'piper',
    name: 'Tiny',
    language: 'en-US',
    gender: 'female',
    description: 'Of a test.',
    licence: 'CC0',
    files: [file('.onnx.json'), file('.onnx')],
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pulls = { database: db.database, source: { folder, url }, local, catalogue: [voice] };
  const app = await createTestApp(db, { mounts: [(scope) => mountVoiceCatalogue(scope, pulls)] });
  const runner = startJobRunner({
    url: db.url,
    concurrency: 2,
    log: pino({ level: 'silent' }),
    handlers: {
      ...NO_JOBS,
      pullVoice: (payload, context) => pullVoice(pulls, payload, context),
    },
  });
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const { key } = await createApiKey(db.database, caller, { name: 'test', scopes: ['settings:manage'] });
  ask = async (method, path, body) => {
    const response = await app.inject({
      method,
      url: `/api/v1/voice-catalogue${path}`,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { payload: JSON.stringify(body) }),
    });
    return { status: response.statusCode, body: (response.payload ? response.json() : null) as never };
  };
  audited = async () => {
    const { rows } = await db.database.withWorkspace(workspaceId, (tx) =>
      tx.execute("select action from audit_entries where action like 'voice.%' order by sequence"),
    );
    return rows.map(({ action }) => String(action));
  };
  close = async () => {
    await runner.stop({ graceMs: 1_000 });
    await app.close();
    await local.close();
  };
});
afterAll(async () => {
  await close();
  await db.close();
  server.closeAllConnections();
  server.close();
  for (const path of [published, folder]) rmSync(path, { recursive: true });
});

async function voice(called = NAME): Promise<CatalogueVoice | undefined> {
  const { body } = await ask('GET', '');
  return (body as { items: CatalogueVoice[] }).items.find(({ id }) => id === called);
}
async function until(wanted: (voice: CatalogueVoice) => boolean, called = NAME): Promise<CatalogueVoice> {
  for (;;) {
    const found = await voice(called);
    if (found && wanted(found)) return found;
    await delay(30);
  }
}

test('a voice is fetched once its licence is accepted, cancelled, gone on with, used and removed', async () => {
  expect(await voice()).toMatchObject({ installed: false, licence: 'CC0', pull: null });
  expect((await ask('POST', `/${NAME}/pull`, {})).status).toBe(422);
  mirror.slow = true;
  const first = await ask('POST', `/${NAME}/pull`, { acceptLicence: true });
  expect(first).toMatchObject({ status: 202, body: { state: 'queued' } });
  await until(({ pull }) => pull?.state === 'running');
  // A second one is the same download.
  const second = await ask('POST', `/${NAME}/pull`, { acceptLicence: true });
  expect((second.body as { id: string }).id).toBe((first.body as { id: string }).id);
  expect((await ask('DELETE', `/${NAME}/pull`)).status).toBe(204);
  expect((await ask('DELETE', `/${NAME}/pull`)).status).toBe(404);
  mirror.slow = false;
  await ask('POST', `/${NAME}/pull`, { acceptLicence: true });
  const ready = await until(({ pull }) => pull?.state === 'ready');
  expect(ready).toMatchObject({ installed: true, problem: null });
  expect(ready.pull?.receivedBytes).toBe(ready.sizeBytes);
  const models = await pulls.local.models();
  expect(models).toMatchObject([{ files: { name: NAME } }]);
  expect((await ask('DELETE', `/${NAME}`)).status).toBe(204);
  expect(await voice()).toMatchObject({ installed: false });
  expect(await pulls.local.models()).toEqual([]);
  expect(await audited()).toEqual([
    'voice.pull-requested',
    'voice.pull-cancelled',
    'voice.pull-requested',
    'voice.pulled',
    'voice.removed',
  ]);
});

test('a voice that the catalogue does not have is fetched by its name, with the licence of its card', async () => {
  expect((await ask('GET', '/en_GB-nobody-low')).status).toBe(404);
  expect((await ask('POST', '/en_GB-nobody-low/pull', { acceptLicence: true })).status).toBe(404);
  expect((await ask('GET', `/${UNLISTED}`)).body).toMatchObject({
    name: 'Quiet one',
    language: 'en-GB',
    licence: 'CC BY 4.0',
    installed: false,
  });
  expect((await ask('POST', `/${UNLISTED}/pull`, { acceptLicence: true })).status).toBe(202);
  const ready = await until(({ pull }) => pull?.state === 'ready', UNLISTED);
  expect(ready).toMatchObject({ installed: true, offered: true, licence: 'CC BY 4.0', problem: null });
  expect(await pulls.local.models()).toMatchObject([{ files: { name: UNLISTED } }]);
  expect((await ask('DELETE', `/${UNLISTED}`)).status).toBe(204);
  expect(await voice(UNLISTED)).toBeUndefined();
  expect(await pulls.local.models()).toEqual([]);
});

test('offline it says so, and tries again later', async () => {
  mirror.gone = true;
  await ask('POST', `/${NAME}/pull`, { acceptLicence: true });
  const waiting = await until(({ pull }) => pull?.problem !== null && pull?.state === 'queued');
  expect(waiting.pull?.problem).toContain('Is this machine offline?');
  mirror.gone = false;
  expect(await until(({ pull }) => pull?.state === 'ready')).toMatchObject({ installed: true });
});

test('a disk that is full ends it at once, with what is needed', async () => {
  await ask('DELETE', `/${NAME}`);
  pulls.source.freeBytes = async () => 1_000;
  await ask('POST', `/${NAME}/pull`, { acceptLicence: true });
  const failed = await until(({ pull }) => pull?.state === 'failed');
  expect(failed.pull?.problem).toContain('not enough room');
  expect(failed.installed).toBe(false);
});

test('what failed or was stopped is discarded with what arrived of it, and taken off the list if it came by its name', async () => {
  pulls.source.freeBytes = undefined;
  mirror.slow = true;
  await ask('POST', `/${NAME}/pull`, { acceptLicence: true });
  await until(({ pull }) => (pull?.receivedBytes ?? 0) > 0);
  expect(await ask('DELETE', `/${NAME}`)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  await ask('DELETE', `/${NAME}/pull`);
  const before = (await audited()).length;
  expect((await ask('DELETE', `/${NAME}`)).status).toBe(204);
  // As it was before: fetched once, and removed.
  expect(await voice()).toMatchObject({ installed: false, pull: { state: 'ready' } });
  mirror.slow = false;

  pulls.source.freeBytes = async () => 1_000;
  await ask('POST', `/${UNLISTED}/pull`, { acceptLicence: true });
  await until(({ pull }) => pull?.state === 'failed', UNLISTED);
  expect((await ask('DELETE', `/${UNLISTED}`)).status).toBe(204);
  expect(await voice(UNLISTED)).toBeUndefined();
  expect((await ask('DELETE', `/${UNLISTED}`)).status).toBe(404);
  expect((await audited()).slice(before)).toEqual([
    'voice.pull-discarded',
    'voice.pull-requested',
    'voice.pull-discarded',
  ]);
  const left = readdirSync(folder, { recursive: true }).map(String);
  expect(left.filter((path) => path.includes(NAME) || path.includes(UNLISTED))).toEqual([]);
});
