import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ROLE_SCOPES, type Scope } from '../../shared/access.ts';
import { createTestApp, GENEROUS } from '../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../test/support/database.ts';
import { openTestRecognition } from '../../test/support/recognition.ts';
import { openTestSpeech } from '../../test/support/speech.ts';
import { createApiKey } from '../identity/apiKeys.ts';
import { createCallers } from '../identity/callers.ts';
import { noProvenance } from '../provenance/contract.ts';
import { openFlite } from '../providers/builtin/flite/fliteEngine.ts';
import type { Speech, SpokenVoice } from '../speech/contract.ts';
import { mountElevenLabs } from './elevenlabs/elevenlabs.ts';
import { inProcessMeter } from './limits/inProcess.ts';
import { rateLimits } from './limits/meter.ts';
import { mountOpenAi } from './openai/openai.ts';

// The walk over the OpenAPI document asks for voices of the installation; here are those that one workspace alone has.

/** A voice that only one workspace has, and the name that this workspace gave it. */
const OWN = 'flite:aunt-aardvark';
const NAMED = 'aunt';
/** One whose speaker agreed to internal use alone. */
const INTERNAL = 'flite:uncle-ulysses';
const AGREED = 'Ulysses agreed that this voice is used internally, not in channels.';

const recognition = openTestRecognition([]);
let db: TestDatabase;
let speech: Speech;
let app: FastifyInstance;
let mine: string;
let theirs: string;
let weak: string;
const routes: { method: string; url: string }[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  const keyIn = async (scopes: Scope[], place: { workspaceId: string; ownerId: string }) => {
    const actor = { kind: 'user', id: place.ownerId, name: 'Olga Owner' } as const;
    const owner = {
      workspaceId: place.workspaceId,
      actor,
      userId: place.ownerId,
      role: 'owner',
      scopes: new Set(ROLE_SCOPES.owner),
      correlationId: 'test',
    } as const;
    return (await createApiKey(db.database, owner, { name: 'Program', scopes })).key;
  };
  const [ours, foreign] = [await createWorkspace(db), await createWorkspace(db)];
  mine = await keyIn(['speech:synthesize'], ours);
  theirs = await keyIn(['speech:synthesize'], foreign);
  weak = await keyIn(['workspace:read'], ours);
  const flite = openFlite({ processes: 1 });
  const stock = (await flite.voices())[0]!;
  const own: SpokenVoice = { ...stock, id: OWN, name: 'Aunt Aardvark', kind: 'custom' };
  const internal: SpokenVoice = {
    ...own,
    id: INTERNAL,
    name: 'Uncle Ulysses',
    withheldFrom: (heardBy) => (heardBy === 'callers' ? AGREED : null),
  };
  // The engine speaks by ids that it knows: what counts here is who may ask for the voice.
  const speaking = {
    ...flite,
    id: flite.id,
    voices: () => flite.voices(),
    check: () => {},
    synthesize: (request: Parameters<typeof flite.synthesize>[0]) =>
      flite.synthesize({ ...request, voice: stock }),
    stream: (request: Parameters<typeof flite.synthesize>[0]) => flite.stream!({ ...request, voice: stock }),
    close: () => flite.close(),
  };
  speech = openTestSpeech([speaking], {
    customVoices: async (workspaceId) => (workspaceId === ours.workspaceId ? [own, internal] : []),
  });
  const deps = {
    speech,
    recognition,
    provenance: noProvenance('Not in this test.'),
    limits: rateLimits(inProcessMeter(GENEROUS)),
    speechVoices: async (workspaceId: string): Promise<Record<string, string>> =>
      workspaceId === ours.workspaceId ? { [NAMED]: OWN } : {},
    dictionaryOf: async () => [],
  };
  app = await createTestApp(db, {
    callers: createCallers(db.database, { warn: () => {} }),
    mounts: [
      async (scope) => {
        scope.addHook('onRoute', ({ method, url }) => {
          for (const one of [method].flat()) routes.push({ method: one, url });
        });
        await mountOpenAi(scope, deps);
        await mountElevenLabs(scope, deps);
      },
    ],
  });
  await app.ready();
});
afterAll(async () => {
  await app?.close();
  await recognition.close();
  await speech?.close();
  await db?.close();
});

/** As a client of ElevenLabs or of OpenAI shows its key. */
type Header = 'xi-api-key' | 'authorization';

function ask(route: { method: string; url: string }, header: Header, key: string | null, voice = OWN) {
  const url = route.url.replace(':voiceId', encodeURIComponent(voice)).replace(':model', 'tts-1');
  const body = { text: 'Hello.', model: 'tts-1', input: 'Hello.', voice };
  return app.inject({
    method: route.method as 'GET' | 'POST' | 'HEAD',
    url,
    headers: key === null ? {} : { [header]: header === 'authorization' ? `Bearer ${key}` : key },
    ...(route.method === 'POST' ? { payload: body } : {}),
  });
}

/** What is read of the document. */
interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      | {
          'x-access': string;
          security: object[];
          responses: Record<
            string,
            | { $ref: string; content?: Record<string, { schema: Parameters<typeof z.fromJSONSchema>[0] }> }
            | undefined
          >;
        }
      | undefined
    >
  >;
  components: { responses: object };
}

const isTheirs = (url: string) => /text-to-speech|\/voices(\/:voiceId)?$/.test(url) && !url.includes('audio');
const headersOf = (url: string): Header[] =>
  isTheirs(url) ? ['xi-api-key', 'authorization'] : ['authorization'];

test('no address of the dialects answers without a key, with a wrong one, or without the right', async () => {
  expect(routes.length).toBeGreaterThan(10);
  for (const route of routes) {
    for (const header of headersOf(route.url)) {
      const statuses = [];
      for (const key of [null, 'wrong', weak]) statuses.push((await ask(route, header, key)).statusCode);
      expect([route, statuses]).toEqual([route, [401, 401, 403]]);
    }
  }
  const unsaid = (
    await ask({ method: 'POST', url: '/v1/text-to-speech/:voiceId' }, 'xi-api-key', null)
  ).json();
  expect(unsaid).toMatchObject({ detail: { status: 'invalid_api_key' } });
});

test('the document has every address of the dialects, with its keys and with how it fails', async () => {
  const { paths, components }: OpenApi = (await app.inject('/api/openapi.json')).json();
  for (const route of routes.filter(({ method }) => method !== 'HEAD')) {
    const said = paths[route.url.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()];
    expect([route, said?.['x-access']]).toEqual([route, 'speech:synthesize']);
    expect(said!.security.flatMap(Object.keys)).toEqual(['key', 'elevenLabsKey', 'session']);
    const failure = said!.responses.default!.$ref.split('/').at(-1)!;
    const words = Object.keys((await ask(route, headersOf(route.url)[0]!, null)).json());
    const expected = failure === 'ElevenLabsError' ? ['detail'] : ['error'];
    expect([route, failure in components.responses, words]).toEqual([route, true, expected]);
  }
  const models = paths['/v1/models']!.get!;
  expect(models.responses.default!.$ref).toMatch(/\/DialectError$/);
  const wrong = await ask({ method: 'GET', url: '/v1/models' }, 'xi-api-key', 'wrong');
  expect(Object.keys(wrong.json())).toEqual(['detail']);
});

test('speech with times of its characters is as the document says', async () => {
  const { paths }: OpenApi = (await app.inject('/api/openapi.json')).json();
  for (const [way, fewest] of [
    ['', 1],
    ['/stream', 2],
  ] as const) {
    const url = `/v1/text-to-speech/:voiceId${way}/with-timestamps`;
    const { 200: reply } = paths[url.replace(':voiceId', '{voiceId}')]!.post!.responses;
    const schema = z.fromJSONSchema(reply!.content!['application/json']!.schema);
    const answer = await ask({ method: 'POST', url }, 'xi-api-key', mine);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('application/json'),
    ]);
    const lines = answer.body.trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(fewest);
    for (const line of lines) schema.parse(JSON.parse(line));
    expect(schema.safeParse({ audio_base64: 'AAAA', alignment: {} }).success).toBe(false);
    const characters = lines.flatMap((line) => JSON.parse(line).alignment?.characters ?? []);
    expect(characters.join('')).toBe('Hello.');
  }
});

test('a voice of one workspace is nowhere in another, by its id or by the name it was given', async () => {
  for (const route of routes.filter(({ method }) => method !== 'HEAD')) {
    const [header] = headersOf(route.url);
    const naming = /voiceId|audio\/speech/.test(route.url);
    for (const voice of naming ? [OWN, NAMED] : [OWN]) {
      const foreign = await ask(route, header!, theirs, voice);
      expect([route, foreign.body.includes('Aunt')]).toEqual([route, false]);
      if (naming) {
        expect([route, foreign.statusCode]).toEqual([route, isTheirs(route.url) ? 404 : 400]);
        const own = await ask(route, header!, mine, voice);
        expect([route, own.statusCode]).toEqual([route, 200]);
      }
      if (route.url.includes(':voiceId'))
        expect(foreign.json()).toMatchObject({ detail: { status: 'voice_not_found' } });
    }
  }
  for (const url of ['/v1/voices', '/v2/voices', '/v1/audio/voices']) {
    const own = await ask({ method: 'GET', url }, 'authorization', mine);
    expect(own.body).toContain(OWN);
    expect((await ask({ method: 'GET', url }, 'authorization', theirs)).body).not.toContain(OWN);
  }
});

test('the list of models is each dialect’s own', async () => {
  const models = { method: 'GET', url: '/v1/models' };
  expect((await ask(models, 'authorization', mine)).json()).toMatchObject({ object: 'list' });
  expect((await ask(models, 'xi-api-key', mine)).json()).toContainEqual(
    expect.objectContaining({ model_id: 'eleven_flash_v2_5' }),
  );
  expect((await ask(models, 'xi-api-key', 'wrong')).json()).toMatchObject({
    detail: { status: 'invalid_api_key' },
  });
  expect((await ask(models, 'authorization', 'wrong')).json()).toMatchObject({
    error: { code: 'invalid_api_key' },
  });
});

test('a voice for internal use alone is not heard by the people that a program speaks to', async () => {
  const speaking = routes.filter(
    ({ method, url }) => method === 'POST' && /text-to-speech|audio\/speech/.test(url),
  );
  expect(speaking.length).toBeGreaterThan(4);
  for (const route of speaking) {
    const refused = await ask(route, headersOf(route.url)[0]!, mine, INTERNAL);
    expect([route, refused.statusCode]).toEqual([route, 409]);
    expect(refused.body).toContain(AGREED);
  }
});
