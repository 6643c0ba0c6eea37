import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOf, until } from '../support/client.ts';
import { copyInstallation } from '../support/installation.ts';
import { NO_LIMITS, OWNER, type RunningNode, START_SCRIPT, startNode } from '../support/node.ts';
import { treeOf, untilGone } from '../support/processes.ts';

const KEY = { key: OWNER.VOICEOPS_OWNER_API_KEY };
const LONG = 'This sentence is long enough that a stop comes while it is being spoken. '.repeat(12);

let dir: string;
let node: RunningNode | undefined;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'voiceops-stopping-'));
});
afterEach(async () => {
  await node?.stop();
  node = undefined;
  await rm(dir, { recursive: true, force: true });
}, 60_000);

/** `npm start` over the prepared installation, or over what this test made of it. */
async function start(env: Record<string, string> = {}): Promise<RunningNode> {
  if ((await readdir(dir)).length === 0) await copyInstallation(dir);
  return startNode({ ...OWNER, ...NO_LIMITS, ...env }, dir, START_SCRIPT);
}

/** Runs `npm start`'s script to its end. */
async function startInVain(dataDir: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [START_SCRIPT], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      VOICEOPS_DATA_DIR: dataDir,
      VOICEOPS_LOG_LEVEL: 'silent',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const [code] = await once(child, 'close');
  return { code, said };
}

test('a second start on the same data folder says so and leaves the first alone', async () => {
  node = await start();
  const second = await startInVain(dir);
  expect(second.code).toBe(1);
  expect(second.said).toEqual([expect.stringMatching(/already runs on .+ \(process \d+\); stop it first/)]);
  expect((await clientOf(node.url, KEY).get('/api/v1/me')).status).toBe(200);
  expect((await fetch(`${node.url}/readyz`)).status).toBe(200);
}, 120_000);

test('a port in use is named in one line, and nothing is left running', async () => {
  node = await start();
  const { port } = new URL(node.url);
  const other = await mkdtemp(join(tmpdir(), 'voiceops-stopping-'));
  const second = await startInVain(other, { PORT: port });
  expect(second.code).toBe(1);
  expect(second.said).toEqual([expect.stringContaining(`port ${port} of 127.0.0.1 is in use`)]);
  expect(treeOf(1).filter(({ command }) => command.includes(other))).toEqual([]);
  await rm(other, { recursive: true });
}, 120_000);

test('SIGTERM lets a request and a generation under way end well, and leaves no process', async () => {
  node = await start({ VOICEOPS_DRAIN_SECONDS: '120' });
  const key = clientOf(node.url, KEY);
  const project = (await key.post('/api/v1/projects', { name: 'Drained', purpose: 'support' })).body;
  const order = { title: 'Long', language: 'en-US', text: LONG };
  const script = (await key.post(`/api/v1/projects/${project.id}/scripts`, order)).body;
  const version = (await key.post(`/api/v1/scripts/${script.id}/versions`, { voiceId: 'flite:slt' })).body;
  await until(
    async () => (await key.get(`/api/v1/versions/${version.id}`)).body.state,
    (state) => state === 'generating',
    90_000,
  );
  const speech = await fetch(`${node.url}/v1/audio/speech`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tts-1', voice: 'alloy', input: LONG, stream_format: 'sse' }),
  });
  expect(speech.status).toBe(200);

  const processes = treeOf(node.process.pid!);
  expect(processes.some(({ command }) => command.includes('postgres'))).toBe(true);
  const stopped = node.stop();
  const events = await speech.text();
  expect(events).toContain('speech.audio.done');
  expect(await stopped).toBe(0);
  node = undefined;
  await untilGone(processes);

  // Nobody here could finish it now.
  node = await start({ VOICEOPS_ROLES: 'web' });
  const after = (await clientOf(node.url, KEY).get(`/api/v1/versions/${version.id}`)).body;
  expect(after).toMatchObject({ state: 'ready', failure: null });
}, 240_000);

test('Ctrl-C in the terminal of npm start ends everything', async () => {
  const child = spawn('npm', ['start'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', VOICEOPS_DATA_DIR: dir },
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, as a terminal gives to what it starts.
    detached: true,
  });
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('VoiceOps Studio is ready')) resolve();
    });
  });
  await ready;
  const processes = treeOf(child.pid!);
  process.kill(-child.pid!, 'SIGINT');
  await untilGone(processes, 60_000);
}, 120_000);
