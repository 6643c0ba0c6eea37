import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { Reader } from '@contentauth/c2pa-node';
import decode from 'audio-decode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublicCheck } from '../../shared/api/provenance.ts';
import type { Version } from '../../shared/api/studio.ts';
import { callerOf } from '../../test/support/channels.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { type StudioScene, studioScene } from '../../test/support/studioScene.ts';
import { parseWav } from '../audio/wav.ts';
import { readPublicAudio } from '../db/publicReads.ts';
import { audioKey } from '../storage/audioStore.ts';
import { fixedMasterKeys, newMasterKey } from '../storage/masterKeys.ts';
import { openSecret, sealSecret } from '../storage/sealing.ts';
import { deployVersion } from '../studio/channels/deployVersion.ts';
import { createDefaultChannels } from '../studio/channels/manageChannels.ts';
import { withdraw } from '../studio/channels/withdraw.ts';
import type { VersionOrigin } from './contract.ts';
import { makeSigningKey } from './makeSigningKey.ts';
import { openProvenance } from './openProvenance.ts';
import { checkSigningKey } from './signingKey.ts';

let scene: StudioScene;
let version: Version;
let path: string;
beforeAll(async () => {
  scene = await studioScene({
    marking: (db, audioStore) => openProvenance({ databaseUrl: db.url, seal: audioStore, given: null }),
  });
  const { scriptId } = await scene.script(scene.owner, 'Thank you for calling. How can we help?');
  version = await scene.version(scene.owner, scriptId);
  path = `/versions/${version.id}/audio`;
});
afterAll(() => scene?.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const download = (format: string) => scene.owner('GET', `${path}?format=${format}&download`);

/** Asks the public check about a file, as anybody's browser does. */
async function check(bytes: Buffer, name = 'something.bin'): Promise<PublicCheck> {
  const boundary = 'part';
  const response = await scene.app.inject({
    method: 'POST',
    url: '/public/check',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
      ),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  });
  expect(response.statusCode).toBe(200);
  return response.json();
}

async function checkHash(digest: string) {
  const response = await scene.app.inject(`/public/check?digest=${digest}`);
  return response.json() as PublicCheck;
}

test.each([
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
])(
  'an exported %s carries a manifest that the library believes, and sounds the same',
  async (format, mimeType) => {
    const [file, again] = [await download(format), await download(format)];
    expect([file.status, file.headers['x-c2pa'], file.headers['content-type']]).toEqual([
      200,
      'embedded',
      mimeType,
    ]);
    expect(again.bytes.equals(file.bytes)).toBe(true);
    expect(file.headers.etag).toBe(`"${sha256(file.bytes)}"`);

    const reader = await Reader.fromAsset({ buffer: file.bytes, mimeType });
    const store = reader!.json();
    const manifest = store.manifests[store.active_manifest!]!;
    expect(store.validation_state).toBe('Valid');
    // Its certificate is the installation's own, which nobody else knows.
    expect(
      store.validation_results?.activeManifest?.failure?.map(({ code }: { code: string }) => code),
    ).toEqual(['signingCredential.untrusted']);
    const assertion = (label: string) =>
      manifest.assertions?.find((each: { label: string }) => each.label === label)?.data;
    expect(assertion('c2pa.actions.v2')).toMatchObject({
      actions: [
        {
          action: 'c2pa.created',
          digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
        },
      ],
    });
    expect(assertion('org.voiceops.studio.version')).toEqual({
      digest: version.digest,
      scriptId: version.scriptId,
      revisionNumber: 1,
      versionId: version.id,
      versionNumber: 1,
      language: 'en-US',
      engine: version.engine,
    });
    expect(JSON.stringify(store)).not.toContain('Greeting');

    const plain = (await scene.owner('GET', `${path}?format=${format}`)).bytes;
    expect(file.bytes.length - plain.length).toBeLessThan(8000);
    const [heard, original] = [await decode(file.bytes), await decode(plain)];
    expect(heard.channelData[0]).toEqual(original.channelData[0]);
  },
);

test('what is heard in the studio is the master; Opus has no place for a manifest', async () => {
  const heard = await scene.owner('GET', path);
  expect([heard.headers['x-c2pa'], heard.bytes.length]).toEqual(['none', version.audio!.sizeBytes]);
  expect((await download('opus')).headers['x-c2pa']).toBe('none');
  expect((await scene.owner('GET', `${path}?format=mp3&c2pa=embed`)).headers['x-c2pa']).toBe('embedded');
  const marking = await scene.owner('GET', '/provenance');
  expect(marking.body).toMatchObject({ available: true, reason: null, certificate: { own: true } });
});

test('a file that was made here and never published is known, and nothing else is told', async () => {
  const { bytes } = await download('wav');
  const found = await check(bytes, 'my voice memo.m4a');
  expect(found).toEqual({
    ours: true,
    foundBy: 'file',
    manifest: 'intact',
    sha256: sha256(bytes),
    status: 'unpublished',
    matches: [],
  });
  expect(JSON.stringify(found)).not.toContain('Greeting');
});

test('a file is found by bytes, manifest or sound alone, and told live or withdrawn', async () => {
  const { workspaceId, slug, ownerId } = scene.workspace;
  const { actor, correlationId } = callerOf(workspaceId, 'owner');
  await scene.db.database.withWorkspace(workspaceId, (tx) =>
    createDefaultChannels(tx, workspaceId, { actor, correlationId }),
  );
  const caller = { ...callerOf(workspaceId, 'owner'), userId: ownerId };
  const place = { channel: 'support-bot', slot: 'greeting' };
  await scene.owner('POST', `/versions/${version.id}/status`, { to: 'in_review' });
  await scene.owner('POST', `/versions/${version.id}/status`, { to: 'approved', digest: version.digest });
  await deployVersion(scene.channels, caller, { ...place, versionId: version.id, reason: 'First.' });

  const wav = (await download('wav')).bytes;
  const mp3 = (await download('mp3')).bytes;
  const published = await readPublicAudio(scene.db.database, slug, version.digest!, 'mp3');
  const heard = await scene.studio.audioStore.getPublished(audioKey(workspaceId, published!.objectId));
  expect(heard.equals(mp3)).toBe(true);

  const { samples } = parseWav(wav);
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  // Without any chunk but the sound, as editors and messengers leave it.
  const info = Buffer.from('LIST\x0a\x00\x00\x00INFOedited', 'latin1');
  const bare = Buffer.concat([wav.subarray(0, 36), info, wav.subarray(36, 44), data]);
  bare.writeUInt32LE(bare.length - 8, 4);
  const plainMp3 = (await scene.owner('GET', `${path}?format=mp3`)).bytes;
  const retagged = Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x05hello', 'latin1'), plainMp3]);
  const cases: [Buffer, PublicCheck['foundBy'], PublicCheck['manifest']][] = [
    [wav, 'file', 'intact'],
    [mp3, 'file', 'intact'],
    [bare, 'sound', 'none'],
    [retagged, 'sound', 'none'],
  ];
  for (const [bytes, foundBy, manifest] of cases) {
    const found = await check(bytes);
    expect(found).toMatchObject({ ours: true, foundBy, manifest, status: 'live' });
    expect(found.matches).toEqual([
      {
        digest: version.digest,
        workspace: { slug, name: `Workspace ${slug}` },
        script: 'Greeting',
        version: 1,
        language: 'en-US',
        live: [{ ...place, since: expect.any(String) }],
        withdrawnAt: null,
      },
    ]);
  }
  for (const hash of [version.digest!, version.digest!.toUpperCase(), sha256(wav), sha256(data)])
    expect(await checkHash(hash)).toMatchObject({
      ours: true,
      foundBy: 'digest',
      manifest: null,
      status: 'live',
    });

  await withdraw(scene.channels, caller, { ...place, reason: 'Over.' });
  const after = await check(mp3);
  expect(after).toMatchObject({ ours: true, status: 'withdrawn' });
  expect(after.matches[0]).toMatchObject({ live: [], withdrawnAt: expect.any(String) });
});

test('a test sentence of a voice, which may be kept by whoever hears it, says that it was made here', async () => {
  const { owner } = scene;
  const { body } = await owner('POST', '/personalities', {
    name: 'Vera',
    voice: { id: 'flite:slt', settings: {} },
  });
  const voice = `/personalities/${body.id}/voice`;
  expect((await owner('POST', `${voice}/generate`, { text: 'Good morning.' })).status).toBe(201);
  const { bytes } = await owner('GET', `${voice}/sample`);
  expect(await check(bytes)).toMatchObject({ ours: true, foundBy: 'manifest', status: 'unpublished' });
});

test('a manifest is believed only while it is intact and signed here', async () => {
  const { bytes: wav } = await download('wav');
  const altered = Buffer.from(wav);
  altered.writeInt16LE(altered.readInt16LE(2000) ^ 0x55, 2000);
  expect(await check(altered)).toMatchObject({
    ours: false,
    manifest: 'altered',
    foundBy: null,
    matches: [],
  });

  // Somebody else's installation claims our digest, under its own certificate.
  const elsewhere = await createTestDatabase();
  const masters = fixedMasterKeys([newMasterKey()]);
  const seal = {
    seal: (text: string) => sealSecret(masters, text),
    open: (sealed: Buffer) => openSecret(masters, sealed),
  };
  const plain = Buffer.from((await scene.owner('GET', path)).bytes);
  plain.writeInt16LE(plain.readInt16LE(2000) ^ 0x55, 2000);
  const claimed: VersionOrigin = {
    digest: version.digest!,
    scriptId: version.scriptId,
    revisionNumber: 1,
    versionId: version.id,
    versionNumber: 1,
    language: 'en-US',
    engine: version.engine!,
  };
  const stranger = openProvenance({ databaseUrl: elsewhere.url, seal, given: null });
  const forged = await stranger.mark(plain, 'wav', claimed);
  await stranger.close();
  await elsewhere.close();
  expect(await check(forged)).toMatchObject({ ours: false, manifest: 'foreign' });

  // A certificate that this installation signed with is known for ever, also by nodes that sign with another.
  const next = openProvenance({ databaseUrl: scene.db.url, seal, given: await makeSigningKey() });
  const marked = await next.mark(plain, 'wav', claimed);
  await next.close();
  expect(await check(marked)).toMatchObject({ ours: true, foundBy: 'manifest', manifest: 'intact' });
});

test('foreign files are not ours, and hostile ones change nothing', async () => {
  const noise = randomBytes(50_000);
  const riff = Buffer.concat([Buffer.from('RIFF\x00\x00\x00\x00WAVE', 'latin1'), noise]);
  const endless = Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'), Buffer.alloc(500_000)]);
  const id3 = Buffer.concat([Buffer.from('ID3\x04\x00\x00\x7f\x7f\x7f\x7f', 'latin1'), noise]);
  for (const bytes of [noise, riff, endless, id3, Buffer.from('%PDF-1.7'), Buffer.alloc(0)]) {
    const found = await check(bytes);
    expect(found).toMatchObject({ ours: false, status: null, matches: [] });
  }
  const bad = await scene.app.inject('/public/check?digest=abc');
  expect([bad.statusCode, bad.json().code]).toEqual([422, 'validation-failed']);
  const noFile = await scene.app.inject({ method: 'POST', url: '/public/check', payload: { file: 1 } });
  expect([noFile.statusCode, noFile.json().code]).toEqual([415, 'unsupported-media-type']);
});

test('a key of one’s own signs, if it fits its certificate', async () => {
  const made = await makeSigningKey();
  expect(() => checkSigningKey(made)).not.toThrow();
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateKey = other.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  expect(() => checkSigningKey({ ...made, privateKey })).toThrow('is not the key of the certificate');
  const unfit = openProvenance({
    databaseUrl: scene.db.url,
    seal: scene.studio.audioStore,
    given: { ...made, privateKey },
  });
  // A certificate that does not fit is found by trying: files are then served as they are, and said to be so.
  expect(await unfit.state()).toMatchObject({ available: false, certificate: null });
  await unfit.close();
});
