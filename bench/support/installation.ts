import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startEmbeddedPostgres } from '../../server/db/embedded/index.ts';
import { newMasterKey } from '../../server/storage/masterKeys.ts';
import { type Client, clientOf, until } from '../../test/support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../../test/support/node.ts';

/** An installation whose database is the benchmark's own, so that several nodes share it and rows can be inserted. */
export interface Installation {
  /** The database's address, as the owner of the tables. */
  databaseUrl: string;
  /** The owner's key against the node started last. */
  api: Client;
  /** Starts a node and returns once nothing is being generated any more. */
  start(env?: Record<string, string>): Promise<RunningNode>;
  /** Stops the nodes; database and audio stay. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Opens an empty installation; the first node that starts sets it up with the sample content. */
export async function openInstallation(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-bench-'));
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: pino({ level: 'silent' }),
  });
  const masterKey = newMasterKey().bytes.toString('base64');
  const nodes: RunningNode[] = [];
  const installation: Installation = {
    databaseUrl: server.url,
    api: clientOf(''),
    async start(env = {}) {
      const node = await startNode(
        {
          ...OWNER,
          ...NO_LIMITS,
          DATABASE_URL: server.url,
          VOICEOPS_MASTER_KEY: masterKey,
          VOICEOPS_STORAGE_URL: join(folder, 'storage'),
          VOICEOPS_LOG_LEVEL: 'warn',
          ...env,
        },
        join(folder, `node-${nodes.length}`),
      );
      nodes.push(node);
      installation.api = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
      await until(
        () => installation.api.get('/readyz'),
        (ready) => ready.status === 200,
      );
      if (!env.VOICEOPS_ROLES || env.VOICEOPS_ROLES.includes('worker')) await untilIdle(installation.api);
      return node;
    },
    async stop() {
      for (const node of nodes.splice(0)) await node.stop();
    },
    async close() {
      await installation.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return installation;
}

/** Waits for what is being generated, the sample content above all, so that it does not burden what is measured. */
async function untilIdle(api: Client): Promise<void> {
  const states = async () => {
    const found: string[] = [];
    for (const project of (await api.get('/api/v1/projects')).body.items)
      for (const script of (await api.get(`/api/v1/projects/${project.id}/scripts`)).body.items)
        found.push(script.latestVersion?.state ?? 'none');
    return found;
  };
  await until(states, (seen) => !seen.some((state) => state === 'queued' || state === 'generating'), 120_000);
}

/** A project with one script, to generate versions of. */
export async function createScript(
  api: Client,
  text: string,
): Promise<{ projectId: string; scriptId: string }> {
  const project = await made(api.post('/api/v1/projects', { name: 'Benchmark', purpose: 'support' }));
  const script = await made(
    api.post(`/api/v1/projects/${project.id}/scripts`, { title: 'Benchmark', language: 'en-US', text }),
  );
  return { projectId: project.id, scriptId: script.id };
}

/** The body of an answer that must be a success. Throws with what it was otherwise. */
export async function made(answer: ReturnType<Client['get']>) {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
