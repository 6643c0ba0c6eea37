import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { signIn } from '../test/support/client.ts';
import { OWNER, type RunningNode } from '../test/support/node.ts';
import { createScript, type Installation, made, openInstallation } from './support/installation.ts';
import { load } from './support/load.ts';
import { type Figure, median, timeMs } from './support/statistics.ts';
import { growTo } from './support/versions.ts';

const CONNECTIONS = 100;
/** Many short ones in turns: what else the machine does weighs on both sides alike. */
const ROUNDS = 15;
const ROUND_MS = 700;
const SIZES = [100, 10_000, 100_000];
/** Places that are asked for the first time, so that the database is. */
const COLD_PLACES = 300;

/** Public reads by 100 clients, against a bare node:http server that answers the same bytes in the same run. */
export async function run(): Promise<Figure[]> {
  const installation = await openInstallation();
  const client = new pg.Client({ connectionString: installation.databaseUrl });
  await client.connect();
  try {
    const { scriptId, place, mp3 } = await deployOne(installation);
    await installation.stop();
    const node = await installation.start({
      VOICEOPS_ROLES: 'web',
      VOICEOPS_LIMIT_PUBLIC_MISS_PER_MINUTE: '100000000',
    });
    const figures = [
      ...(await compared(node, 'what is live', place)),
      ...(await compared(node, 'audio by digest', mp3)),
    ];
    const first = new Map<string, number>();
    for (const size of SIZES) {
      await growTo(client, scriptId, size);
      const hot = (await load(new URL(place, node.url), { connections: CONNECTIONS, durationMs: ROUND_MS }))
        .perSecond;
      const cold = await coldLookMs(client, node, place);
      for (const [name, value, unit] of [
        ['reads in memory', hot, 'requests/s'],
        ['first read of a place', cold, 'ms'],
      ] as const) {
        if (!first.has(name)) first.set(name, value);
        figures.push({
          name: `public: ${name}, ${size.toLocaleString('en')} versions`,
          value: value / first.get(name)!,
          unit: `× with ${SIZES[0]} (${value.toPrecision(3)} ${unit})`,
          goal: unit === 'ms' ? '≤ 1.3' : '≥ 0.8',
        });
      }
    }
    return figures;
  } finally {
    await client.end();
    await installation.close();
  }
}

/** A version that went the whole way to a public place. */
async function deployOne(installation: Installation) {
  const { url } = await installation.start();
  const { api } = installation;
  const owner = await signIn(url, OWNER.VOICEOPS_OWNER_EMAIL, OWNER.VOICEOPS_OWNER_PASSWORD);
  const { scriptId } = await createScript(api, 'Thank you for calling. How can we help you today?');
  const { id } = await made(api.post(`/api/v1/scripts/${scriptId}/versions`, { voiceId: 'flite:slt' }));
  for (;;) {
    const { state } = await made(api.get(`/api/v1/versions/${id}`));
    if (state === 'ready') break;
    if (state === 'failed' || state === 'cancelled') throw new Error(`The version is ${state}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { digest } = await made(api.get(`/api/v1/versions/${id}`));
  await made(api.post(`/api/v1/versions/${id}/status`, { to: 'in_review' }));
  await made(owner.post(`/api/v1/versions/${id}/status`, { to: 'approved', digest }));
  await made(
    api.put('/api/v1/channels/support-bot/slots/benchmark', { versionId: id, reason: 'To be measured' }),
  );
  const { workspace } = await made(owner.get('/api/v1/me'));
  const place = `/public/${workspace.slug}/channels/support-bot/benchmark`;
  const slot = await made(api.get(place));
  return { scriptId, place, mp3: new URL(slot.audio.mp3, url).pathname };
}

async function compared(node: RunningNode, what: string, path: string): Promise<Figure[]> {
  const ours = new URL(path, node.url);
  const bare = await startBare(ours);
  const seen = { ours: [] as number[], bare: [] as number[], p99Ms: [] as number[] };
  try {
    const options = { connections: CONNECTIONS, durationMs: ROUND_MS };
    for (const url of [ours, bare.url]) await load(url, options);
    const askOurs = async () => {
      const { perSecond, p99Ms } = await load(ours, options);
      seen.ours.push(perSecond);
      seen.p99Ms.push(p99Ms);
    };
    const askBare = async () => void seen.bare.push((await load(bare.url, options)).perSecond);
    for (let round = 0; round < ROUNDS; round++)
      for (const ask of round % 2 ? [askOurs, askBare] : [askBare, askOurs]) await ask();
  } finally {
    bare.stop();
  }
  return [
    {
      name: `public: ${what}, ${CONNECTIONS} connections`,
      value: median(seen.ours.map((perSecond, round) => perSecond / seen.bare[round]!)),
      unit: '× bare node:http with the same bytes',
      goal: '≥ 0.8',
    },
    {
      name: `public: ${what}, throughput`,
      value: median(seen.ours),
      unit: 'requests/s',
      goal: '≥ 10000',
      baseline: Math.round(median(seen.bare)),
    },
    { name: `public: ${what}, 99th percentile`, value: median(seen.p99Ms), unit: 'ms' },
  ];
}

/** The bare server in a process of its own, with the very bytes that ours answered. */
async function startBare(ours: URL): Promise<{ url: URL; stop(): void }> {
  const response = await fetch(ours);
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  const own = new Set(['date', 'connection', 'keep-alive']);
  const headers = [...response.headers].flatMap(([name, value]) => (own.has(name) ? [] : [name, value]));
  const child = fork(fileURLToPath(new URL('./support/bareServer.mjs', import.meta.url)), { execArgv: [] });
  child.send({ headers, body });
  const [address] = (await once(child, 'message')) as [AddressInfo];
  return {
    url: new URL(ours.pathname, `http://127.0.0.1:${address.port}`),
    stop: () => child.disconnect(),
  };
}

let coldRounds = 0;

/** The middle time of a first read: places that nobody asked for yet, with the same version live in each. */
async function coldLookMs(client: pg.Client, node: RunningNode, place: string): Promise<number> {
  const round = ++coldRounds;
  await client.query(
    `insert into slots (id, workspace_id, channel_id, slug, live_deployment_id)
     select gen_random_uuid(), workspace_id, channel_id, 'cold-' || $1 || '-' || n, live_deployment_id
     from slots, generate_series(1, $2) n where slug = 'benchmark'`,
    [String(round), COLD_PLACES],
  );
  const times: number[] = [];
  for (let n = 1; n <= COLD_PLACES; n++) {
    const url = new URL(place.replace(/benchmark$/, `cold-${round}-${n}`), node.url);
    times.push(
      await timeMs(async () => {
        const reply = await fetch(url);
        await reply.arrayBuffer();
        if (reply.status !== 200) throw new Error(`${url.pathname} answered ${reply.status}`);
      }),
    );
  }
  return median(times);
}
