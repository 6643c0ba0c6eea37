import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOf, until } from '../support/client.ts';
import { copyInstallation } from '../support/installation.ts';
import { NO_LIMITS, OWNER, type RunningNode, START_SCRIPT, startNode } from '../support/node.ts';
import { killTree, treeOf, untilGone } from '../support/processes.ts';

const VERSIONS = 20;

let dir: string;
let node: RunningNode | undefined;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'voiceops-restart-'));
  await copyInstallation(dir);
});
afterEach(async () => {
  const left = node?.process.pid ? treeOf(node.process.pid) : [];
  await node?.stop();
  await untilGone(left, 10_000);
  await rm(dir, { recursive: true, force: true });
}, 60_000);

/** `npm start` until it answers that it is ready. */
async function start(): Promise<{ node: RunningNode; tookMs: number }> {
  const startedAt = performance.now();
  const started = await startNode({ ...OWNER, ...NO_LIMITS }, dir, START_SCRIPT);
  await until(
    async () => (await fetch(`${started.url}/readyz`)).status,
    (status) => status === 200,
  );
  return { node: started, tookMs: Math.round(performance.now() - startedAt) };
}

const isDatabase = (command: string) => command.includes('postgres');

test.each([
  { killed: 'everything', spare: undefined },
  { killed: 'everything but the database', spare: isDatabase },
])(
  'after kill -9 of $killed it serves again, and nothing acknowledged is lost',
  async ({ killed, spare }) => {
    node = (await start()).node;
    const key = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
    const project = (await key.post('/api/v1/projects', { name: 'Kept', purpose: 'support' })).body;
    const order = {
      title: 'Line',
      language: 'en-US',
      text: 'This line was acknowledged before the power went.',
    };
    const script = (await key.post(`/api/v1/projects/${project.id}/scripts`, order)).body;
    const acknowledged: string[] = [];
    for (let n = 0; n < VERSIONS; n++) {
      const body = { voiceId: 'flite:kal', parameters: { speed: 1 + n / 100 } };
      const answer = await key.post(`/api/v1/scripts/${script.id}/versions`, body);
      expect(answer.status).toBe(202);
      acknowledged.push(answer.body.id);
    }

    const before = treeOf(node.process.pid!);
    killTree(node.process.pid!, spare);
    const spared = before.filter(({ command }) => spare?.(command));
    await untilGone(before.filter((each) => !spared.includes(each)));
    expect(spared.length > 0).toBe(spare !== undefined);

    const again = await start();
    node = again.node;
    console.log(`restart: served again ${again.tookMs} ms after the start, with ${killed} killed`);
    expect(node.output().includes('"adopted":true')).toBe(spare !== undefined);

    const back = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
    expect((await back.get(`/api/v1/scripts/${script.id}`)).body).toMatchObject({ title: 'Line' });
    for (const id of acknowledged) {
      const version = await until(
        async () => (await back.get(`/api/v1/versions/${id}`)).body,
        ({ state }) => ['ready', 'failed', 'cancelled'].includes(state),
        90_000,
      );
      expect(version).toMatchObject({ state: 'ready', scriptId: script.id });
    }
    expect((await back.get('/api/v1/audit/verify')).body).toMatchObject({ ok: true });
    // The adopted server ends with the program, too.
    const exit = await node.stop();
    node = undefined;
    expect(exit).toBe(0);
    await untilGone(spared);
  },
  240_000,
);
