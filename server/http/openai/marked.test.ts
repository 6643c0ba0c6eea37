import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, GENEROUS } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { createCallers } from '../../identity/callers.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import type { Provenance } from '../../provenance/contract.ts';
import { openProvenance } from '../../provenance/openProvenance.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { encryptedAudioStore } from '../../storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';
import { mountElevenLabs } from '../elevenlabs/elevenlabs.ts';
import { inProcessMeter } from '../limits/inProcess.ts';
import { rateLimits } from '../limits/meter.ts';
import { mountProvenance } from '../provenance/provenance.ts';
import { mountOpenAi } from './openai.ts';

let db: TestDatabase;
let app: FastifyInstance;
let provenance: Provenance;
let key: string;
let close: () => Promise<void>;
beforeAll(async () => {
  db = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-marked-'));
  const seal = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
  provenance = openProvenance({ databaseUrl: db.url, seal, given: null });
  const speech = openTestSpeech([openFlite({ processes: 1 })]);
  const recognition = openTestRecognition([]);
  const { workspaceId, ownerId } = await createWorkspace(db);
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  ({ key } = await createApiKey(db.database, owner, { name: 'Program', scopes: ['speech:synthesize'] }));
  const limits = rateLimits(inProcessMeter(GENEROUS));
  const deps = {
    speech,
    recognition,
    provenance,
    limits,
    speechVoices: async () => ({}),
    dictionaryOf: async () => [],
  };
  app = await createTestApp(db, {
    callers: createCallers(db.database, { warn: () => {} }),
    mounts: [
      (scope) => mountOpenAi(scope, deps),
      (scope) => mountElevenLabs(scope, deps),
      (scope) => mountProvenance(scope, { database: db.database, provenance, limits }),
    ],
  });
  close = async () => {
    await app.close();
    await provenance.close();
    await speech.close();
    await recognition.close();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  };
}, 60_000);
afterAll(() => close?.());

async function speak(url: string, body: object) {
  const response = await app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${key}` },
    payload: body,
  });
  expect(response.statusCode, response.body.slice(0, 300)).toBe(200);
  return response;
}
const openAi = (format: string) =>
  speak('/v1/audio/speech', {
    model: 'tts-1',
    input: 'Good morning.',
    voice: 'flite:slt',
    response_format: format,
  });

/** Asks the public check about a file, as anybody's browser does. */
async function check(bytes: Buffer) {
  const head =
    '--part\r\ncontent-disposition: form-data; name="file"; filename="x.bin"\r\ncontent-type: application/octet-stream\r\n\r\n';
  const response = await app.inject({
    method: 'POST',
    url: '/public/check',
    headers: { 'content-type': 'multipart/form-data; boundary=part' },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--part--\r\n')]),
  });
  return response.json();
}

test('files that programs have spoken are known as ours by their manifest, and altered ones are not', async () => {
  const elevenLabs = await speak('/v1/text-to-speech/flite:slt', { text: 'Good morning.' });
  for (const file of [await openAi('mp3'), await openAi('wav'), elevenLabs]) {
    expect(file.headers['x-c2pa']).toBe('embedded');
    expect(await check(file.rawPayload)).toMatchObject({
      ours: true,
      foundBy: 'manifest',
      status: 'unpublished',
      manifest: 'intact',
    });
    const altered = Buffer.from(file.rawPayload);
    altered[altered.length - 40]! ^= 0xff;
    expect((await check(altered)).ours).toBe(false);
  }
});

test('what can carry no manifest says so, and is not claimed', async () => {
  const opus = await openAi('opus');
  expect(opus.headers['x-c2pa']).toBe('none');
  expect((await check(opus.rawPayload)).ours).toBe(false);
});
