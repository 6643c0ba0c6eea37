import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findPublishedVoice } from './collection.ts';
import { downloadVoice, isInstalled } from './downloadVoice.ts';

const NAME = 'en_US-lessac-medium';
const FOLDER = 'en/en_US/lessac/medium';
const MODEL = Buffer.alloc(300_000, 'a model');
const CARD =
  '# Model card for lessac (medium)\n* Language: en_US\n## Dataset\n* URL: https://lessac.example/\n* License: See URL\n';
const FILES: Record<string, Buffer> = {
  [`${FOLDER}/${NAME}.onnx`]: MODEL,
  [`${FOLDER}/${NAME}.onnx.json`]: Buffer.from('{"a": "config"}'),
  [`${FOLDER}/MODEL_CARD`]: Buffer.from(CARD),
};
const published = (files: Record<string, Buffer>) => ({
  [NAME]: {
    key: NAME,
    files: Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [
        path,
        { size_bytes: bytes.length, md5_digest: createHash('md5').update(bytes).digest('hex') },
      ]),
    ),
  },
});

let server: Server | undefined;
let folder = '';
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the collection on this machine; its model may break off, or be another one. */
async function mirror({ breaks = 0, model = MODEL, list = JSON.stringify(published(FILES)) } = {}) {
  let left = breaks;
  server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    if (path === 'voices.json') return response.end(list);
    const bytes = path.endsWith('.onnx') ? model : FILES[path];
    if (!bytes || !FILES[path]) return response.writeHead(404).end();
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': bytes.length - from,
      'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    });
    if (path.endsWith('.onnx') && left-- > 0)
      return response.write(bytes.subarray(from, from + 100_000), () =>
        setTimeout(() => response.destroy(), 50),
      );
    return response.end(bytes.subarray(from));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'collection-'));
  return { folder, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const options = { signal: new AbortController().signal, onProgress: () => undefined };

test('any voice of the collection is found by its name, with its licence, and fetched over a connection that breaks', async () => {
  const source = await mirror({ breaks: 2 });
  const voice = await findPublishedVoice(source.url, NAME);
  expect(voice).toMatchObject({
    id: NAME,
    name: 'Lessac',
    language: 'en-US',
    licence: 'See URL (https://lessac.example/)',
  });
  await downloadVoice(voice, source, options);
  expect(readFileSync(join(folder, `${NAME}.onnx`)).equals(MODEL)).toBe(true);
  // The card stays beside the voice, so that the licence is known as long as the voice is.
  expect(readdirSync(folder).sort()).toEqual([
    '.fetching',
    `${NAME}.MODEL_CARD`,
    `${NAME}.onnx`,
    `${NAME}.onnx.json`,
  ]);
});

test('a model that is not the published one is never used', async () => {
  const source = await mirror({ model: Buffer.alloc(MODEL.length, 'another') });
  const voice = await findPublishedVoice(source.url, NAME);
  await expect(downloadVoice(voice, source, options)).rejects.toMatchObject({ code: 'voice-source-refused' });
  expect(isInstalled(folder, voice)).toBe(false);
});

test.each(['en_US-nobody-medium', 'lessac', '../../etc/passwd', 'en_US-lessac-medium/..', ''])(
  'a voice called “%s” is not there',
  async (name) => {
    const { url } = await mirror();
    await expect(findPublishedVoice(url, name)).rejects.toMatchObject({ code: 'not-found' });
  },
);

test('a source that is away, or has no list, is told from a name that it does not have', async () => {
  const { url } = await mirror({ list: '<html>' });
  await expect(findPublishedVoice(url, NAME)).rejects.toMatchObject({ code: 'voice-source-refused' });
  await expect(findPublishedVoice('http://127.0.0.1:1', NAME)).rejects.toMatchObject({
    code: 'voice-source',
  });
});
