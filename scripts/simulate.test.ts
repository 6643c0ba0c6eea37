import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('simulate.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'voiceops-simulate-'));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const talk = written('talk.json', JSON.stringify({ name: 'talk', moves: [{ do: 'listen' }] }));

/** Knows no key and no call, as an installation says it. */
const api = createServer((request, response) => {
  const known = request.headers.authorization === 'Bearer known';
  response.writeHead(known ? 404 : 401, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ detail: known ? 'There is no such call.' : 'This key is unknown.' }));
}).listen(0);
const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;

afterAll(() => {
  api.close();
  rmSync(folder, { recursive: true });
});

async function simulate(options: string[], key = 'known') {
  const run = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...options], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TWILIO_AUTH_TOKEN: 'token',
      VOICEOPS_API_KEY: key,
    },
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  run.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(run, 'exit');
  return { code, said: said.trim() };
}

test.each([
  ['a file that is no JSON', ['--scenario', written('bad.json', '{bad')], /bad\.json is no JSON: /],
  ['no call', ['--scenario', talk, '--calls', '0'], /^--calls is a whole number from 1 on\.$/],
  ['a call that is not there', ['--url', url, '--replay', 'one'], /answered 404: There is no such call\.$/],
  [
    'nobody at the address',
    ['--url', 'http://127.0.0.1:1', '--scenario', talk],
    /^http:\/\/127\.0\.0\.1:1 does not answer \(.*\)\. Is the installation running, and is --url its address\?$/,
  ],
])('%s is said in a sentence', async (_name, options, sentence) => {
  const { code, said } = await simulate(options);
  expect([code, said.split('\n').length, said]).toEqual([2, 1, expect.stringMatching(sentence)]);
});

test('a key that is unknown is said in a sentence', async () => {
  expect(await simulate(['--url', url, '--scenario', talk], 'other')).toEqual({
    code: 2,
    said: 'GET /api/v1/workspace answered 401: This key is unknown.',
  });
});
