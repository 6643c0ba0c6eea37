import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../../shared/api/problems.ts';
import { type Answer, type Client, clientOf, signIn, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';
import { sampleShown } from '../support/sampleShown.ts';

const PASSWORD = 'another long password';
const KEY = OWNER.VOICEOPS_OWNER_API_KEY;

let node: RunningNode;
let owner: Client;
let reviewer: Client;
let key: Client;
let scriptId: string;
/** Asked for with the Idempotency-Key `order-7`. */
let draft: string;
let inReview: { id: string; digest: string };
let approved: { id: string; digest: string };

beforeAll(async () => {
  node = await startNode({ ...OWNER, ...NO_LIMITS });
  key = clientOf(node.url, { key: KEY });
  owner = await signIn(node.url, OWNER.VOICEOPS_OWNER_EMAIL, OWNER.VOICEOPS_OWNER_PASSWORD);
  await sampleShown(owner);
  const rita = { email: 'rita@example.com', name: 'Rita', role: 'reviewer', password: PASSWORD };
  expect((await owner.post('/api/v1/members', rita)).status).toBe(201);
  reviewer = await signIn(node.url, rita.email, PASSWORD);
  const project = (await owner.post('/api/v1/projects', { name: 'Hotline', purpose: 'support' })).body;
  const script = { title: 'Greeting', language: 'en-US', text: 'Thank you for calling.' };
  scriptId = (await owner.post(`/api/v1/projects/${project.id}/scripts`, script)).body.id;
  draft = (await generate({ 'idempotency-key': 'order-7' })).id;
  inReview = await generate();
  approved = await generate();
  for (const { id } of [inReview, approved]) await move(owner, id, { to: 'in_review' });
  const approval = await move(reviewer, approved.id, { to: 'approved', digest: approved.digest });
  expect(approval.body.status).toBe('approved');
}, 240_000);
afterAll(() => node?.stop(), 30_000);

/** A version in which nothing changes any more by itself: it is made and checked. */
async function generate(headers: Record<string, string> = {}): Promise<{ id: string; digest: string }> {
  const asked = await owner.post(
    `/api/v1/scripts/${scriptId}/versions`,
    { voiceId: 'flite:slt', parameters: { speed: 2 } },
    headers,
  );
  return until(
    async () => (await owner.get(`/api/v1/versions/${asked.body.id}`)).body,
    (version) => version.state === 'ready' && version.checks.state !== 'waiting',
    60_000,
  );
}

const move = (client: Client, id: string, body: object) => client.post(`/api/v1/versions/${id}/status`, body);
const write = (text: string) => owner.put(`/api/v1/scripts/${scriptId}`, { text });
const ask = (body: object, headers?: Record<string, string>) =>
  owner.post(`/api/v1/scripts/${scriptId}/versions`, body, headers);
const deploy = (versionId: string, more: object = {}) =>
  key.put('/api/v1/channels/support-bot/slots/goodbye', { versionId, reason: 'Better.', ...more });
const hook = (url: string) => owner.post('/api/v1/webhooks', { url, events: ['version.ready'] });

/** Sends bytes as they are; JSON.stringify would put them right. */
async function raw(body: string, type = 'application/json'): Promise<Answer> {
  const response = await fetch(`${node.url}/api/v1/scripts/${scriptId}/versions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': type },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Everything these requests could have changed. The audit log tells of changes that no list shows. */
async function everything(): Promise<unknown> {
  const addresses = [
    '/api/v1/projects',
    `/api/v1/scripts/${scriptId}`,
    `/api/v1/scripts/${scriptId}/revisions`,
    `/api/v1/scripts/${scriptId}/versions`,
    ...[draft, inReview.id, approved.id].map((id) => `/api/v1/versions/${id}`),
    '/api/v1/channels',
    '/api/v1/channels/support-bot/deployments',
    '/api/v1/releases',
    '/api/v1/webhooks',
    '/api/v1/audit?limit=200',
  ];
  return Promise.all(addresses.map(async (path) => (await owner.get(path)).body));
}

const CASES: [what: string, code: ProblemCode, request: () => Promise<Answer>][] = [
  ['an empty text', 'empty-text', () => write('')],
  ['a text of spaces', 'empty-text', () => write(' \n\t ')],
  ['a text of markup alone', 'empty-text', () => write('<break time="1s"/>')],
  ['a text over the limit', 'text-too-long', () => write('word '.repeat(4001))],
  ['a text far over the limit', 'text-too-long', () => write('x'.repeat(100_000))],
  ['control characters', 'invalid-characters', () => write('A bell \u0007 rings.')],
  ['a NUL', 'invalid-characters', () => write('Nothing\u0000here.')],
  ['a lone high surrogate', 'invalid-characters', () => write('Half \ud83d of it.')],
  ['a lone low surrogate', 'invalid-characters', () => write('Half \ude00 of it.')],
  ['control characters in a name', 'validation-failed', () => ask({ voiceId: 'flite:slt', note: 'a\u0000' })],
  ['an unknown voice', 'unknown-voice', () => ask({ voiceId: 'nobody:here' })],
  ['speed 99', 'validation-failed', () => ask({ voiceId: 'flite:slt', parameters: { speed: 99 } })],
  [
    'speed that is no number',
    'validation-failed',
    () => ask({ voiceId: 'flite:slt', parameters: { speed: 'fast' } }),
  ],
  [
    'a parameter that does not exist',
    'validation-failed',
    () => ask({ voiceId: 'flite:slt', parameters: { loudness: 3 } }),
  ],
  ['markup that does not exist', 'invalid-markup', () => write('Hello <blink>you</blink>.')],
  ['another content type', 'unsupported-media-type', () => raw('voiceId=flite', 'text/plain')],
  ['a form', 'unsupported-media-type', () => raw('voiceId=flite%3Aslt', 'application/x-www-form-urlencoded')],
  ['an oversize body', 'body-too-large', () => raw(`{"voiceId":"${'x'.repeat(2_000_000)}"}`)],
  ['malformed JSON', 'malformed-json', () => raw('{"voiceId": ')],
  ['JSON that is no object', 'validation-failed', () => raw('[]')],
  [
    'an Idempotency-Key again, with another body',
    'idempotency-mismatch',
    () => ask({ voiceId: 'flite:awb' }, { 'idempotency-key': 'order-7' }),
  ],
  [
    'an illegal status move',
    'illegal-status',
    () => move(reviewer, draft, { to: 'approved', digest: inReview.digest }),
  ],
  ["approving one's own", 'self-approval', () => move(owner, inReview.id, { to: 'approved' })],
  ['approving with a service key', 'person-required', () => move(key, inReview.id, { to: 'approved' })],
  [
    'approving with another digest',
    'digest-mismatch',
    () => move(reviewer, inReview.id, { to: 'approved', digest: '0'.repeat(64) }),
  ],
  ['deploying a draft', 'not-deployable', () => deploy(draft)],
  ['deploying what is in review', 'not-deployable', () => deploy(inReview.id)],
  [
    'releasing what is not approved, beside what is',
    'not-deployable',
    () =>
      key.post('/api/v1/releases', {
        items: [
          { channel: 'support-bot', slot: 'one', versionId: approved.id },
          { channel: 'support-bot', slot: 'two', versionId: inReview.id },
        ],
        reason: 'Together.',
      }),
  ],
  [
    'deploying over what one has not seen',
    'deployment-conflict',
    () => deploy(approved.id, { expectedVersionId: draft }),
  ],
  ...[
    'http://127.0.0.1:9/',
    'http://localhost/',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:192.168.0.1]/',
    'http://2130706433/',
  ].map((url): [string, ProblemCode, () => Promise<Answer>] => [
    `a webhook to ${url}`,
    'address-not-allowed',
    () => hook(url),
  ]),
  ['a webhook to a file', 'validation-failed', () => hook('file:///etc/passwd')],
];

test.each(CASES)('%s is refused as %s and changes nothing', async (_, code, request) => {
  const before = await everything();
  const answer = await request();
  expect(answer.body).toMatchObject({
    code,
    status: PROBLEMS[code].status,
    type: `urn:voiceops:problem:${code}`,
    detail: expect.stringMatching(/\S/),
    retryable: false,
    correlationId: answer.headers.get('x-correlation-id'),
  });
  expect(answer.status).toBe(PROBLEMS[code].status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body.correlationId).toMatch(/^[\w-]{8,}$/);
  expect(await everything()).toEqual(before);
});

test('markup that a voice cannot do is refused for that voice, with what it is', async () => {
  const project = (await owner.get('/api/v1/projects')).body.items[0].id;
  const text = 'I say <phoneme alphabet="x-sampa" ph="t@meItoU">tomato</phoneme>.';
  const voices = (await owner.get('/api/v1/voices?limit=200')).body.items;
  const without = voices.find(
    (voice: { capabilities: { phonemes: string[] } }) => !voice.capabilities.phonemes.includes('x-sampa'),
  );
  const written = await owner.post(`/api/v1/projects/${project}/scripts`, {
    title: 'Tomato',
    language: without.languages[0],
    text,
  });
  expect(written.status).toBe(201);
  const versions = `/api/v1/scripts/${written.body.id}/versions`;
  const refused = await owner.post(versions, { voiceId: without.id });
  expect([refused.status, refused.body.code]).toEqual([422, 'unsupported-markup']);
  expect(refused.body.detail).toMatch(/phoneme|x-sampa/i);
  expect((await owner.get(versions)).body.items).toEqual([]);
});

test('of two deploys at once exactly one wins, and the other changes nothing', async () => {
  const slot = '/api/v1/channels/support-bot/slots/goodbye';
  const answers = await Promise.all(
    ['first', 'second'].map((reason) =>
      key.put(slot, { versionId: approved.id, reason, expectedVersionId: null }),
    ),
  );
  const [won, lost] = answers.sort((a, b) => a.status - b.status) as [Answer, Answer];
  expect([won.status, lost.status, lost.body.code]).toEqual([200, 409, 'deployment-conflict']);
  expect(lost.body.correlationId).toBe(lost.headers.get('x-correlation-id'));
  const ledger = (await key.get('/api/v1/channels/support-bot/deployments?slot=goodbye')).body.items;
  expect(ledger.map((entry: { reason: string }) => entry.reason)).toEqual([won.body.reason]);
  const audit = (await key.get('/api/v1/audit?limit=200')).body.items;
  const deployed = audit.filter(
    (entry: { action: string; subject: { name: string } }) =>
      entry.action === 'deployment.created' && entry.subject.name === 'support-bot/goodbye',
  );
  expect(deployed).toHaveLength(1);
});
