import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, GENEROUS } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { startSession } from '../../identity/sessions.ts';
import { inProcessMeter } from '../limits/inProcess.ts';
import { rateLimits } from '../limits/meter.ts';
import { SESSION_COOKIE } from '../sessionCookie.ts';
import { mountVoices } from './voices.ts';

const AGREED = 'Ulysses agreed that this voice is used internally, not in channels.';
const { engine, voice } = unrulyEngine('own', { firstMs: 1, fails: null });
const speech = openTestSpeech([engine], {
  customVoices: async () => [
    { ...voice, id: 'custom:open', kind: 'custom' },
    {
      ...voice,
      id: 'custom:internal',
      kind: 'custom',
      withheldFrom: (heardBy) => (heardBy === 'callers' ? AGREED : null),
    },
  ],
});
let db: TestDatabase;
let app: Awaited<ReturnType<typeof createTestApp>>;
let member: Record<string, string>;
let program: Record<string, string>;
beforeAll(async () => {
  db = await createTestDatabase();
  const { workspaceId, ownerId } = await createWorkspace(db);
  const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const { key } = await createApiKey(db.database, owner, { name: 'test', scopes: ['speech:synthesize'] });
  program = { authorization: `Bearer ${key}` };
  const token = await db.database.withWorkspace(workspaceId, (tx) => startSession(tx, workspaceId, ownerId));
  member = { cookie: `${SESSION_COOKIE}=${token}`, origin: 'http://localhost:80', host: 'localhost:80' };
  const limits = rateLimits(inProcessMeter(GENEROUS));
  app = await createTestApp(db, {
    mounts: [(scope) => mountVoices(scope, { speech, limits, dictionaryOf: async () => [] })],
  });
});
afterAll(async () => {
  await app.close();
  await speech.close();
  await db.close();
});

const preview = (id: string, headers: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/voices/${id}/preview`,
    headers,
    payload: { text: 'Hello.', format: 'wav' },
  });

test('a voice for internal use alone is heard by members, and by no program', async () => {
  for (const [id, who, status] of [
    ['custom:open', member, 200],
    ['custom:open', program, 200],
    ['custom:internal', member, 200],
    ['custom:internal', program, 409],
  ] as const) {
    const heard = await preview(id, who);
    expect([id, heard.statusCode]).toEqual([id, status]);
  }
  expect((await preview('custom:internal', program)).json()).toMatchObject({
    code: 'consent-missing',
    detail: AGREED,
  });
});
