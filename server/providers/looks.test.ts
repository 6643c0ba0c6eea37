import { afterAll, expect, test } from 'vitest';
import { openEngineServer } from '../../test/support/engines/engineServer.ts';
import type { AnyEngine, EngineKind } from '../engines/contract.ts';
import { DEEPGRAM } from './deepgram/deepgram.ts';
import { MODEL_KINDS } from './models/models.ts';
import { OPENAI } from './openai/openaiEngine.ts';
import { OPENAI_TRANSCRIPTION } from './openai/recognizers.ts';

const KEYS = ['Bearer sk-right', 'Token sk-right', 'sk-right'];
/** Lists models, or tells of a key, as each of these APIs does to a key that it takes. */
const server = await openEngineServer({
  failures: {},
  async answer({ method, path, headers }) {
    if (method !== 'GET' || !['/v1/models', '/v1/auth/token'].includes(path))
      return { status: 404, body: {} };
    const key = headers.authorization ?? headers['x-api-key'];
    if (KEYS.includes(String(key))) return { body: { data: [] } };
    if (String(key).includes('narrow'))
      return { status: 401, body: { error: { message: 'Missing scopes: api.model.read' } } };
    return { status: 401, body: { error: { code: 'invalid_api_key' } } };
  },
});
afterAll(() => server.close());

const CASES: [string, EngineKind<AnyEngine>, path: string][] = [
  ['OpenAI that speaks', OPENAI, '/v1'],
  ['OpenAI that listens', OPENAI_TRANSCRIPTION, '/v1'],
  ['Deepgram', DEEPGRAM, ''],
  ...MODEL_KINDS.map((kind): [string, EngineKind<AnyEngine>, string] => [
    `${kind.id} that thinks`,
    kind,
    '/v1',
  ]),
];

test.each(CASES)('%s is looked at without being asked for work', async (_, kind, path) => {
  const look = async (apiKey: string, baseUrl = `${server.url}${path}`) => {
    const engine = kind.open!({ apiKey, baseUrl, model: 'm' });
    await engine.look!(AbortSignal.timeout(5_000)).finally(() => engine.close());
  };
  await look('sk-right');
  await look('sk-narrow');
  await expect(look('sk-wrong')).rejects.toMatchObject({ code: 'engine-rejected-key' });
  await expect(look('sk-right', 'http://127.0.0.1:9')).rejects.toMatchObject({ code: 'engine-unavailable' });
  // A server of the same dialect that lists nothing.
  await look('sk-wrong', `${server.url}/elsewhere`);
});
