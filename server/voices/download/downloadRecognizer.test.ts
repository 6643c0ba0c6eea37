import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { downloadRecognizer, recognizerInstalled, removeRecognizer } from './downloadRecognizer.ts';

const FILES: Record<string, Buffer> = {
  '/tiny/resolve/main/model.onnx': Buffer.alloc(300_000, 'a model'),
  '/tiny/resolve/main/tokens.txt': Buffer.from('a 0\nb 1\n'),
};
const TINY = {
  id: 'tiny',
  name: 'Tiny',
  languages: 'en',
  use: 'files' as const,
  licence: 'CC0',
  megabytes: 1,
  paths: Object.keys(FILES).map((path) => path.slice(1)),
};
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let server: Server | undefined;
let folder = '';
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the host that keeps models: a redirection says what is behind it. */
async function source(digestOf = sha256, breaks = 0) {
  let left = breaks;
  server = createServer((request, response) => {
    const path = request.url ?? '';
    const bytes = FILES[path.replace('/cdn', '')];
    if (!bytes) return response.writeHead(404).end();
    if (!path.startsWith('/cdn') && path.endsWith('.onnx'))
      return response
        .writeHead(302, {
          location: `/cdn${path}`,
          'x-linked-size': bytes.length,
          'x-linked-etag': `"${digestOf(bytes)}"`,
        })
        .end();
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const head = { 'content-length': bytes.length - from };
    response.writeHead(
      from > 0 ? 206 : 200,
      from > 0 ? { ...head, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : head,
    );
    if (request.method === 'HEAD') return response.end();
    if (left > 0 && path.endsWith('.onnx')) {
      left--;
      response.write(bytes.subarray(from, from + 100_000), () => response.destroy());
    } else response.end(bytes.subarray(from));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'recognisers-'));
  return { folder, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const options = (onProgress: (share: number) => void = () => undefined) => ({
  signal: new AbortController().signal,
  onProgress,
});

test('a recogniser arrives whole in a folder of its own, and is removed again', async () => {
  const from = await source();
  const progress: number[] = [];
  await downloadRecognizer(
    TINY,
    from,
    options((share) => progress.push(share)),
  );
  expect(recognizerInstalled(folder, TINY)).toBe(true);
  expect(readFileSync(join(folder, 'tiny', 'model.onnx')).length).toBe(300_000);
  expect(progress.at(-1)).toBe(1);
  expect(readdirSync(join(folder, '.fetching'))).toEqual([]);
  await removeRecognizer(folder, TINY);
  expect(recognizerInstalled(folder, TINY)).toBe(false);
});

test('a download that breaks off is gone on with; what has another digest is never used', async () => {
  const from = await source(sha256, 1);
  await expect(downloadRecognizer(TINY, from, options())).rejects.toMatchObject({ code: 'voice-source' });
  expect(existsSync(join(folder, 'tiny'))).toBe(false);
  await downloadRecognizer(TINY, from, options());
  expect(recognizerInstalled(folder, TINY)).toBe(true);
  server?.close();
  const other = await source(() => 'a'.repeat(64));
  await expect(downloadRecognizer(TINY, other, options())).rejects.toMatchObject({
    code: 'voice-source-refused',
  });
  expect(existsSync(join(folder, 'tiny'))).toBe(false);
});

test('what the source does not have, and a source that is away, are told', async () => {
  const from = await source();
  const wrong = { ...TINY, paths: ['tiny/resolve/main/nothing.onnx'] };
  await expect(downloadRecognizer(wrong, from, options())).rejects.toMatchObject({
    code: 'voice-source-refused',
  });
  await expect(
    downloadRecognizer(TINY, { folder, url: 'http://127.0.0.1:1' }, options()),
  ).rejects.toMatchObject({ code: 'voice-source' });
});
