import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../shared/api/voices.ts';
import { type Client, clientOf, until } from '../support/client.ts';
import { openEngineServer } from '../support/engines/engineServer.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { NO_LIMITS, OWNER, type RunningNode, startBeside, startNode } from '../support/node.ts';

const VOICE = 'local-speech:af_bella';
const real = openRealSpeech();
let server: Awaited<ReturnType<typeof openEngineServer>>;
let a: RunningNode;
let b: RunningNode;
let onA: Client;
let onB: Client;

beforeAll(async () => {
  server = await openEngineServer({
    base: '/v1',
    answer: async ({ method, json }) =>
      method === 'POST'
        ? { headers: { 'content-type': 'audio/wav' }, body: await real.wav(String(json.input), 24_000) }
        : { body: { voices: ['af_bella'] } },
  });
  const env = { ...OWNER, ...NO_LIMITS, LOCAL_SPEECH_BASE_URL: server.url };
  a = await startNode(env);
  b = await startBeside(a, { ...env, VOICEOPS_ROLES: 'web' });
  [onA, onB] = [a, b].map(({ url }) => clientOf(url, { key: OWNER.VOICEOPS_OWNER_API_KEY })) as [
    Client,
    Client,
  ];
}, 120_000);
afterAll(async () => {
  await b?.stop();
  await a?.stop();
  await server?.close();
  await real.close();
}, 60_000);

const engineOn = async (client: Client): Promise<Engine> =>
  (await client.get('/api/v1/engines')).body.items.find(({ id }: Engine) => id === 'local-speech');
let said = 0;
const speak = async (client: Client, times: number) => {
  for (let n = 0; n < times; n++)
    await client.post(`/api/v1/voices/${VOICE}/preview`, { text: `Sentence number ${said++}.` });
};

test('either of two nodes shows what both know of an engine, and that one of them leaves it alone', async () => {
  await speak(onA, 2);
  await speak(onB, 3);
  for (const client of [onA, onB]) {
    const { statistics, circuit } = await until(
      () => engineOn(client),
      (engine) => engine.statistics.requests === 5,
    );
    expect(statistics).toMatchObject({ failures: 0, cacheMisses: 5, p95Ms: expect.any(Number) });
    expect(circuit).toMatchObject({ state: 'closed', leftAloneBy: 0, processes: 2 });
  }

  server.behave('broken');
  await speak(onB, 3);
  const seen = await until(
    () => engineOn(onA),
    ({ circuit, statistics }) => circuit.state === 'open' && statistics.requests === 8,
  );
  expect(seen).toMatchObject({
    healthy: false,
    circuit: { leftAloneBy: 1, processes: 2, reason: expect.any(String) },
    statistics: { requests: 8, failures: 3 },
  });

  // A node that dies takes its figures along, once it was silent for a while.
  await b.kill();
  const alone = await until(
    () => engineOn(onA),
    (engine) => engine.circuit.processes === 1,
    60_000,
  );
  expect(alone).toMatchObject({
    circuit: { state: 'closed', leftAloneBy: 0 },
    statistics: { requests: 2, failures: 0 },
  });
}, 120_000);
