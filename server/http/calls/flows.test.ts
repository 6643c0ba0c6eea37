import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES, type Scope } from '../../../shared/access.ts';
import type { Flow } from '../../../shared/calls/flow.ts';
import { createTestApp } from '../../../test/support/app.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../test/support/database.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { findNumber } from '../../calls/admission/findNumber.ts';
import { warmNumbers } from '../../calls/admission/warmNumbers.ts';
import { createSampleFlow } from '../../calls/flows/sample/createSampleFlow.ts';
import { SUPPORT_LINE } from '../../calls/flows/sample/supportLine.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import { createDefaultChannels } from '../../studio/channels/manageChannels.ts';
import { mountFlows } from './flows.ts';
import { mountNumbers } from './numbers.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are read and asserted on
type Reply = { status: number; body: any };
type Ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) => Promise<Reply>;

let db: TestDatabase;
let app: FastifyInstance;
const recognition = openTestRecognition([openSoundSwallower({ processes: 1, pronouncers: [] })]);
beforeAll(async () => {
  db = await createTestDatabase();
  const { database } = db;
  app = await createTestApp(db, {
    mounts: [(one) => mountFlows(one, { database, recognition }), (one) => mountNumbers(one, { database })],
  });
});
afterAll(async () => {
  await app.close();
  await recognition.close();
  await db.close();
});

async function workspace() {
  const { workspaceId, ownerId } = await createWorkspace(db);
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  await db.database.withWorkspace(workspaceId, (tx) => createDefaultChannels(tx, workspaceId, caller));
  const withKey = async (scopes: readonly Scope[]): Promise<Ask> => {
    const { key } = await createApiKey(db.database, caller, { name: 'Program', scopes: [...scopes] });
    return async (method, path, payload) => {
      const answer = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${key}` },
        ...(payload === undefined ? {} : { payload }),
      });
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
    };
  };
  return { workspaceId, caller, withKey, ask: await withKey(SCOPES) };
}

const line = (words: string) => ({ kind: 'text', text: words });
const { lines } = SUPPORT_LINE;
const menu = {
  language: 'en-US',
  start: 'menu',
  steps: {
    menu: {
      kind: 'menu',
      title: 'Menu',
      line: line('For orders press 1.'),
      choices: [{ digit: '1', phrases: ['orders'], next: 'number' }],
      otherwise: 'end',
    },
    number: {
      kind: 'collect',
      title: 'Number',
      line: line('Which number?'),
      what: 'digits',
      into: 'order',
      next: 'agent',
      otherwise: 'end',
    },
    agent: {
      kind: 'personality',
      title: 'Agent',
      personalityId: null,
      greeting: null,
      transfer: null,
      next: 'end',
    },
    end: { kind: 'goodbye', title: 'End', line: line('Goodbye.') },
  },
  lines,
};

test('a flow is saved in versions, each of which can be had again; who was slower is told', async () => {
  const { ask } = await workspace();
  const made = await ask('POST', '/flows', { name: 'Orders', content: menu });
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Orders', version: 1, archived: false, problems: [] },
  });
  const path = `/flows/${made.body.id}`;
  const other = { ...menu, steps: { ...menu.steps, end: { ...menu.steps.end, line: line('Bye.') } } };
  const second = await ask('PATCH', path, { content: other, expectedVersion: 1, note: 'Shorter' });
  expect(second.body).toMatchObject({ version: 2, content: { steps: { end: { line: line('Bye.') } } } });
  // Nothing of it differs.
  expect((await ask('PATCH', path, { content: other })).body.version).toBe(2);
  const late = await ask('PATCH', path, { content: menu, expectedVersion: 1 });
  expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(late.body.detail).toMatch(/saved version 2/);
  expect((await ask('GET', `${path}/versions`)).body.items).toMatchObject([
    { number: 2, note: 'Shorter' },
    { number: 1, note: '' },
  ]);
  expect((await ask('GET', `${path}/versions/1`)).body.content.steps.end.line.text).toBe('Goodbye.');
  const back = await ask('POST', `${path}/versions/1/restore`, { expectedVersion: 2 });
  expect(back.body).toMatchObject({ version: 3, content: { steps: { end: { line: line('Goodbye.') } } } });
  expect((await ask('GET', `${path}/versions/9`)).status).toBe(404);
});

test('a flow in which callers could get lost is not saved, and says where; it can be asked beforehand', async () => {
  const { ask } = await workspace();
  const broken = {
    ...menu,
    steps: {
      ...menu.steps,
      agent: { ...menu.steps.agent, personalityId: '01890000-0000-7000-8000-000000000001' },
      number: { ...menu.steps.number, next: 'gone' },
    },
  };
  const refused = await ask('POST', '/flows', { name: 'Broken', content: broken });
  expect(refused).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
  expect(refused.body.errors).toEqual([
    { field: 'content.steps.number', message: '“given” leads to “gone”, which is not there.' },
    { field: 'content.steps.agent', message: 'Nothing leads here.' },
    { field: 'content.steps.agent', message: expect.stringContaining('Choose another one.') },
  ]);
  const { problems } = (await ask('POST', '/flows/check', { content: SUPPORT_LINE })).body;
  expect(problems).toMatchObject([{ step: 'agent', code: 'nothing-deployed', severity: 'warning' }]);
});

test.each([
  ['en-US', 'Hello, an AI answers this call.', ['recording-not-named']],
  ['en-US', 'Hello, an AI answers, and calls are recorded.', []],
  ['de-DE', 'Guten Tag, dieses Gespräch wird aufgezeichnet.', []],
  ['de-DE', 'Guten Tag, hier spricht eine KI.', ['recording-not-named']],
])('whether an announcement names the recording is asked: %s, %s', async (language, text, codes) => {
  const { ask } = await workspace();
  const check = async (announcement: unknown) =>
    (
      await ask('POST', '/flows/check', {
        content: { ...menu, language, lines: { ...menu.lines, announcement } },
      })
    ).body.problems
      .map(({ code }: { code: string }) => code)
      .filter((code: string) => code !== 'language-not-understood');
  expect(await check(line(text))).toEqual(codes);
  const slot = { kind: 'slot', channel: 'support-bot', slot: 'hello', otherwise: text };
  expect(await check(slot)).toEqual(['unknown-slot', ...codes]);
});

test('a flow in a language that nothing here understands is saved, and says so', async () => {
  const { ask } = await workspace();
  const problems = async (language: string) =>
    (await ask('POST', '/flows', { name: language, content: { ...menu, language } })).body.problems.filter(
      ({ code }: { code: string }) => code !== 'recording-not-named',
    );
  expect(await problems('en-GB')).toEqual([]);
  const [spanish] = await problems('es-ES');
  expect(spanish).toMatchObject({ step: null, code: 'language-not-understood', severity: 'warning' });
  expect(spanish.message).toContain('Spanish');
  expect((await problems('fr-FR'))[0].message).toContain('only the choices of menus');
});

test('a number belongs to one workspace; nobody learns which other one has it', async () => {
  const [mine, theirs] = [await workspace(), await workspace()];
  const flow = (await mine.ask('POST', '/flows', { name: 'Orders', content: menu })).body;
  const number = { number: '+12025550155', name: 'Main', flowId: flow.id };
  const added = await mine.ask('POST', '/phone-numbers', number);
  expect(added).toMatchObject({
    status: 201,
    body: { number: '+12025550155', flow: { name: 'Orders', version: 1 } },
  });
  const again = await theirs.ask('POST', '/phone-numbers', { ...number, flowId: null });
  expect(again).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  expect((await theirs.ask('GET', '/phone-numbers')).body.items).toEqual([]);
  expect((await theirs.ask('POST', '/phone-numbers', { ...number, number: '+12025550156' })).status).toBe(
    404,
  );
  expect((await mine.ask('POST', '/phone-numbers', { ...number, number: '0800 1234' })).status).toBe(422);
  expect(await findNumber(db.database, '+12025550155')).toMatchObject({
    workspaceId: mine.workspaceId,
    flowId: flow.id,
  });

  expect((await mine.ask('PATCH', `/flows/${flow.id}`, { archived: true })).body.detail).toContain(
    '+12025550155',
  );
  const path = `/phone-numbers/${added.body.id}`;
  expect((await mine.ask('PATCH', path, { flowId: null, name: 'Old' })).body).toMatchObject({
    flow: null,
    name: 'Old',
  });
  expect((await mine.ask('PATCH', `/flows/${flow.id}`, { archived: true })).body.archived).toBe(true);
  expect((await mine.ask('GET', '/flows')).body.items).toEqual([]);
  expect((await mine.ask('GET', '/flows?archived=true')).body.items).toHaveLength(1);
  expect((await mine.ask('PATCH', path, { flowId: flow.id })).status).toBe(409);
  expect((await mine.ask('DELETE', path)).status).toBe(204);
  expect(await findNumber(db.database, '+12025550155')).toBeNull();
});

test('whoever may only read changes nothing', async () => {
  const { withKey, ask } = await workspace();
  const reader = await withKey(['workspace:read']);
  const { id } = (await ask('POST', '/flows', { name: 'Orders', content: menu })).body;
  expect((await reader('GET', `/flows/${id}`)).status).toBe(200);
  expect((await reader('PATCH', `/flows/${id}`, { name: 'Mine' })).status).toBe(403);
  expect((await reader('POST', '/phone-numbers', { number: '+12025550157', name: 'x' })).status).toBe(403);
  expect((await reader('POST', `/flows/${id}/try`, {})).status).toBe(403);
});

test('a flow is tried by typing: the same inputs give the same transcript', async () => {
  const { ask } = await workspace();
  const { id } = (await ask('POST', '/flows', { name: 'Orders', content: menu })).body;
  const begun = await ask('POST', `/flows/${id}/try`, {});
  expect(begun.body).toMatchObject({
    waitsFor: 'choice',
    transcript: [
      { kind: 'heard', text: lines.announcement?.kind === 'text' ? lines.announcement.text : '' },
      { kind: 'step', stepId: 'menu' },
      { kind: 'heard', text: 'For orders press 1.' },
    ],
  });
  const inputs: object[] = [
    { kind: 'keys', digits: '9' },
    { kind: 'said', text: 'my orders please' },
    { kind: 'said', text: 'four seven one one' },
    { kind: 'talk-over', why: 'goodbye' },
    { kind: 'said', text: 'yes' },
  ];
  const talked = await ask('POST', `/flows/${id}/try`, { inputs });
  expect(talked.body.waitsFor).toBe('talk');
  expect(talked.body.transcript.slice(3)).toMatchObject([
    { kind: 'input', taken: true },
    { kind: 'heard', text: 'Sorry, that key leads nowhere.' },
    { kind: 'heard', text: 'For orders press 1.' },
    { kind: 'input', taken: true },
    { kind: 'step', stepId: 'number' },
    { kind: 'heard', text: 'Which number?' },
    { kind: 'input', taken: true },
    { kind: 'heard', text: 'You said 4 7 1 1. Is that right?' },
    { kind: 'input', input: { kind: 'talk-over' }, taken: false },
    { kind: 'input', taken: true },
    { kind: 'collected', name: 'order', value: '4711', confirmed: true },
    { kind: 'step', stepId: 'agent' },
    { kind: 'talk', personalityId: null, collected: { order: '4711' } },
  ]);
  const ended = await ask('POST', `/flows/${id}/try`, { inputs: [...inputs, inputs[3]] });
  expect(ended.body.waitsFor).toBeNull();
  expect(ended.body.transcript.at(-1)).toEqual({ kind: 'end', end: 'goodbye' });
});

test('the sample line is made once, with its number; a person is reached by day, a message left at night', async () => {
  const { ask, caller, workspaceId } = await workspace();
  const store = { database: db.database };
  await createSampleFlow(store, caller);
  await createSampleFlow(store, caller);
  const { items } = (await ask('GET', '/flows')).body;
  expect(items).toMatchObject([{ name: 'Support line', numbers: ['+15005550100'] }]);
  expect(await findNumber(db.database, '+15005550100')).toMatchObject({ workspaceId, flowId: items[0].id });
  const warmed: string[] = [];
  const warmFirst = async (of: string, flow: Flow) => void warmed.push(`${of} ${flow.start}`);
  await warmNumbers(db.database, { warmFirst }, new AbortController().signal);
  expect(warmed).toContain(`${workspaceId} agent`);
  const person = [{ kind: 'talk-over', why: 'person' }];
  const path = `/flows/${items[0].id}/try`;
  const byDay = await ask('POST', path, { open: true, inputs: person });
  expect(byDay.body.waitsFor).toBe('transfer');
  const atNight = await ask('POST', path, { open: false, inputs: [...person, { kind: 'message-left' }] });
  expect(atNight.body.transcript.at(-1)).toEqual({ kind: 'end', end: 'voicemail' });

  // Another workspace of the installation gets the line without the number.
  const other = await workspace();
  await createSampleFlow(store, other.caller);
  expect((await other.ask('GET', '/flows')).body.items).toMatchObject([{ numbers: [] }]);
});
