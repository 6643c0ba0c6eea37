import { createHash } from 'node:crypto';
import decode from 'audio-decode';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Version } from '../../../shared/api/studio.ts';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { renditionBytes } from '../../studio/audio/openAudio.ts';

let scene: StudioScene;
let version: Version;
let path: string;
beforeAll(async () => {
  scene = await studioScene();
  const { scriptId } = await scene.script(scene.owner, 'Thank you for calling. How can we help?');
  version = await scene.version(scene.owner, scriptId);
  path = `/versions/${version.id}/audio`;
});
afterAll(() => scene?.close());

test('the master comes whole, in parts, or not at all when the caller has it', async () => {
  const { owner } = scene;
  const whole = await owner('GET', path);
  expect(whole.headers).toMatchObject({ 'content-type': 'audio/wav', 'accept-ranges': 'bytes' });
  const { bytes } = whole;
  expect([bytes.subarray(0, 4).toString(), bytes.length]).toEqual(['RIFF', version.audio!.sizeBytes]);
  expect(((bytes.length - 44) / 2 / version.audio!.sampleRateHz) * 1000).toBeCloseTo(
    version.audio!.durationMs,
    -1,
  );
  const etag = whole.headers.etag as string;
  expect(etag).toBe(`"${createHash('sha256').update(bytes).digest('hex')}"`);

  const size = bytes.length;
  const parts: [string, number, number][] = [
    ['bytes=0-99', 0, 99],
    ['bytes=100-', 100, size - 1],
    ['bytes=-50', size - 50, size - 1],
    [`bytes=10-${size + 500}`, 10, size - 1],
  ];
  for (const [range, start, end] of parts) {
    const part = await owner('GET', path, undefined, { range });
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes ${start}-${end}/${size}`]);
    expect(part.bytes.equals(bytes.subarray(start, end + 1))).toBe(true);
  }
  for (const range of [`bytes=${size}-`, 'bytes=-0']) {
    const beyond = await owner('GET', path, undefined, { range });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${size}`]);
  }
  for (const range of ['bytes=5-2', 'bytes=0-1,5-6', 'chunks=0-1'])
    expect((await owner('GET', path, undefined, { range })).bytes.length).toBe(size);
  const same = await owner('GET', path, undefined, { range: 'bytes=0-9', 'if-range': etag });
  expect([same.status, same.bytes.length]).toEqual([206, 10]);
  const other = await owner('GET', path, undefined, { range: 'bytes=0-9', 'if-range': '"other"' });
  expect([other.status, other.bytes.length]).toEqual([200, size]);
  expect((await owner('GET', path, undefined, { 'if-none-match': `W/${etag}` })).status).toBe(304);
  const head = await owner('HEAD', path);
  expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, String(size), 0]);
});

test('renditions are made once, also for requests at once, and sound the same', async () => {
  const { owner } = scene;
  for (const format of ['mp3', 'opus'] as const) {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => owner('GET', `${path}?format=${format}`)),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.headers.etag)).size).toBe(1);
    expect(answers[0]!.headers['content-type']).toBe(format === 'mp3' ? 'audio/mpeg' : 'audio/ogg');
    const heard = await decode(answers[0]!.bytes);
    const durationMs = (heard.channelData[0]!.length / heard.sampleRate) * 1000;
    expect(Math.abs(durationMs - version.audio!.durationMs)).toBeLessThan(80);
    const { bytes, sha256 } = await renditionBytes(
      scene.studio,
      scene.workspace.workspaceId,
      version.id,
      format,
    );
    expect(bytes.equals(answers[0]!.bytes)).toBe(true);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
  const { rows } = await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute(sql`select format, state from audio_objects where kind = 'rendition' order by format`),
  );
  expect(rows).toEqual([
    { format: 'mp3', state: 'stored' },
    { format: 'opus', state: 'stored' },
  ]);
  const stored: string[] = [];
  for await (const key of scene.studio.audioStore.bytes.list('audio/')) stored.push(key);
  expect(stored).toHaveLength(3);
  expect((await owner('GET', `${path}?format=aac`)).body.code).toBe('validation-failed');
});

test('a download has a file name; what is not there or not yet is said so', async () => {
  const { owner } = scene;
  expect((await owner('GET', `${path}?format=mp3&download`)).headers['content-disposition']).toBe(
    'attachment; filename="greeting-v1.mp3"',
  );
  expect((await (await scene.stranger())('GET', path)).status).toBe(404);
  const waiting = await studioScene({ worker: false });
  try {
    const { scriptId } = await waiting.script(waiting.owner);
    const asked = await waiting.owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:slt' });
    for (const part of ['audio', 'peaks']) {
      const early = await waiting.owner('GET', `/versions/${asked.body.id}/${part}`);
      expect([early.status, early.body.code]).toEqual([409, 'not-ready']);
    }
    const submit = await waiting.owner('POST', `/versions/${asked.body.id}/status`, { to: 'in_review' });
    expect(submit.body.code).toBe('not-ready');
  } finally {
    await waiting.close();
  }
});
