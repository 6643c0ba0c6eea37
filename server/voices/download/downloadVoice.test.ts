import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { DownloadableVoice } from '../../../shared/voices/catalogue.ts';
import { downloadVoice, isInstalled, removeVoiceFiles, type VoiceSource } from './downloadVoice.ts';

const MODEL = Buffer.alloc(300_000, 'a model');
const CONFIG = Buffer.from('{"a": "config"}');
const file = (path: string, bytes: Buffer) => ({
  path,
  sizeBytes: bytes.length,
  digest: { algorithm: 'sha256' as const, hex: createHash('sha256').update(bytes).digest('hex') },
});
const VOICE: DownloadableVoice = {
  id: 'xx_XX-mirror-low',
  family: 'piper',
  name: 'Mirror',
  language: 'en-US',
  gender: 'female',
  description: 'Of a test.',
  licence: 'CC0',
  files: [file('xx/mirror.onnx.json', CONFIG), file('xx/mirror.onnx', MODEL)],
};

let server: Server | undefined;
let folder = '';
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A mirror on this machine; what it was asked for is kept. */
async function mirror(answer: (range: string | undefined, path: string) => RequestListener | Buffer) {
  const asked: { path: string; range: string | undefined }[] = [];
  server = createServer((request, response) => {
    const { range } = request.headers;
    const path = request.url ?? '';
    asked.push({ path, range });
    const given = answer(range, path);
    if (typeof given === 'function') return given(request, response);
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (from > 0)
      response.writeHead(206, { 'content-range': `bytes ${from}-${given.length - 1}/${given.length}` });
    response.end(given.subarray(from));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'pull-'));
  const source: VoiceSource = { folder, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return { asked, source };
}
const filesFor = (path: string) => (path.endsWith('.json') ? CONFIG : MODEL);
const options = (onProgress: (bytes: number) => void = () => undefined) => ({
  signal: new AbortController().signal,
  onProgress,
});

test('a voice arrives whole, with growing progress, and leaves nothing else behind', async () => {
  const { source } = await mirror((_, path) => filesFor(path));
  const progress: number[] = [];
  await downloadVoice(
    VOICE,
    source,
    options((bytes) => progress.push(bytes)),
  );
  expect(readFileSync(join(folder, 'mirror.onnx')).equals(MODEL)).toBe(true);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(MODEL.length + CONFIG.length);
  expect(readdirSync(join(folder, '.fetching'))).toEqual([]);
});

test('a connection that breaks off is gone on with where it broke, also by the next one who asks', async () => {
  let breaks = 2;
  const { asked, source } = await mirror((range, path) => {
    if (path.endsWith('.json') || breaks-- <= 0) return filesFor(path);
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    return (_request, response) => {
      response.writeHead(from ? 206 : 200, {
        'content-length': MODEL.length - from,
        'content-range': `bytes ${from}-${MODEL.length - 1}/${MODEL.length}`,
      });
      response.write(MODEL.subarray(from, from + 100_000), () => setTimeout(() => response.destroy(), 50));
    };
  });
  await downloadVoice(VOICE, source, options());
  expect(readFileSync(join(folder, 'mirror.onnx')).equals(MODEL)).toBe(true);
  expect(asked.filter(({ path }) => path.endsWith('.onnx')).map(({ range }) => range)).toEqual([
    undefined,
    'bytes=100000-',
    'bytes=200000-',
  ]);
});

test('a source that cannot go on in the middle sends it from the start', async () => {
  const { source } = await mirror((_, path) => (_request, response) => void response.end(filesFor(path)));
  mkdirSync(join(folder, '.fetching'));
  writeFileSync(join(folder, '.fetching', 'mirror.onnx.part'), MODEL.subarray(0, 1000));
  await downloadVoice(VOICE, source, options());
  expect(readFileSync(join(folder, 'mirror.onnx')).equals(MODEL)).toBe(true);
});

test('what has another checksum is never used; a wrong beginning is fetched anew', async () => {
  const { source } = await mirror((_, path) =>
    path.endsWith('.json') ? CONFIG : Buffer.alloc(MODEL.length, 'something else'),
  );
  await expect(downloadVoice(VOICE, source, options())).rejects.toMatchObject({
    code: 'voice-source-refused',
  });
  expect(isInstalled(folder, VOICE)).toBe(false);
  expect(existsSync(join(folder, 'mirror.onnx'))).toBe(false);
  server?.close();
  rmSync(folder, { recursive: true });
  const good = await mirror((_, path) => filesFor(path));
  mkdirSync(join(folder, '.fetching'));
  writeFileSync(join(folder, '.fetching', 'mirror.onnx.part'), Buffer.alloc(1000, 'other'));
  await downloadVoice(VOICE, good.source, options());
  expect(readFileSync(join(folder, 'mirror.onnx')).equals(MODEL)).toBe(true);
});

test('two at once are one download', async () => {
  const { asked, source } = await mirror((_, path) => filesFor(path));
  await Promise.all([downloadVoice(VOICE, source, options()), downloadVoice(VOICE, source, options())]);
  expect(asked).toHaveLength(2);
  expect(isInstalled(folder, VOICE)).toBe(true);
});

test('too little room is found out before anything is fetched', async () => {
  const { asked, source } = await mirror((_, path) => filesFor(path));
  const full = { ...source, freeBytes: async () => 1_000_000 };
  await expect(downloadVoice(VOICE, full, options())).rejects.toMatchObject({ code: 'disk-full' });
  expect(asked).toEqual([]);
});

test('offline, missing and cancelled end with what to do, and keep what arrived', async () => {
  const { source } = await mirror(() => (_request, response) => void response.writeHead(404).end());
  await expect(downloadVoice(VOICE, source, options())).rejects.toMatchObject({
    code: 'voice-source-refused',
  });
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  await expect(downloadVoice(VOICE, source, options())).rejects.toMatchObject({
    code: 'voice-source',
    message: expect.stringContaining('VOICEOPS_VOICES_URL'),
  });
  rmSync(folder, { recursive: true });
  const leaving = new AbortController();
  const slow = await mirror((_, path) =>
    path.endsWith('.json')
      ? CONFIG
      : (_request, response) => {
          response.writeHead(200, { 'content-length': MODEL.length });
          response.write(MODEL.subarray(0, 50_000));
        },
  );
  const pulling = downloadVoice(VOICE, slow.source, {
    signal: leaving.signal,
    onProgress: (bytes) => bytes > CONFIG.length && leaving.abort(new Error('enough')),
  });
  await expect(pulling).rejects.toThrow('enough');
  expect(readFileSync(join(folder, '.fetching', 'mirror.onnx.part')).length).toBe(50_000);
});

test.each([
  ['pocket', 'pocketUrl'],
  ['kokoro', 'kokoroUrl'],
] as const)(
  'a model of several files (%s) has a folder and an address of its own, and appears once it is whole',
  async (family, address) => {
    const model: DownloadableVoice = {
      ...VOICE,
      id: 'model',
      family,
      files: [file('vocab.json', CONFIG), file('encoder.onnx', MODEL)],
    };
    let broken = true;
    const { asked, source } = await mirror((_, path) =>
      path.endsWith('.onnx') && broken
        ? (_request, response) => void response.writeHead(404).end()
        : filesFor(path),
    );
    const own = { ...source, url: 'http://127.0.0.1:1', [address]: `${source.url}/own` };
    await expect(downloadVoice(model, own, options())).rejects.toMatchObject({
      code: 'voice-source-refused',
    });
    expect(existsSync(join(folder, 'model'))).toBe(false);
    broken = false;
    await downloadVoice(model, own, options());
    expect(asked.map(({ path }) => path)).toEqual([
      '/own/vocab.json',
      '/own/encoder.onnx',
      '/own/encoder.onnx',
    ]);
    expect(readdirSync(join(folder, 'model')).sort()).toEqual(['encoder.onnx', 'vocab.json']);
    expect(isInstalled(folder, model)).toBe(true);
    await removeVoiceFiles(folder, model);
    expect(readdirSync(folder)).toEqual(['.fetching']);
    expect(readdirSync(join(folder, '.fetching'))).toEqual([]);
  },
);
