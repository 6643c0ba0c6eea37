import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { Caller } from '../caller.ts';
import { createCallers } from './callers.ts';
import { changeMe, describeCaller } from './me.ts';
import { completeSampleContent } from './sampleContent.ts';
import { bootstrapOwner, isSetUpNeeded, setUp, setupToken } from './setup.ts';
import { signIn } from './signIn.ts';

const PERSON = {
  kind: 'owner' as const,
  name: 'Zoë',
  email: 'zoe@example.test',
  password: 'correct horse battery',
  workspaceName: 'Zoë & Söhne',
};

const UNFURNISHED = async () => {};
let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());

const token = async () => (await setupToken(db.database)) ?? '';
async function whose(session: string) {
  const callers = createCallers(db.database, { warn: () => {} });
  const caller = await callers.ofSession(session);
  await callers.settled();
  return caller && describeCaller(db.database, caller);
}

test('the printed link makes the first owner, once', async () => {
  expect(await isSetUpNeeded(db.database)).toBe(true);
  const first = await token();
  const second = await token();
  const stale = setUp(db.database, { ...PERSON, token: first }, 'test', UNFURNISHED);
  await expect(stale).rejects.toMatchObject({ code: 'forbidden' });
  const session = await setUp(db.database, { ...PERSON, token: second }, 'test', UNFURNISHED);
  expect(await whose(session)).toMatchObject({
    role: 'owner',
    user: { name: 'Zoë', email: PERSON.email },
    workspace: { name: 'Zoë & Söhne', slug: 'zoe-sohne' },
  });
  expect(await isSetUpNeeded(db.database)).toBe(false);
  expect(await setupToken(db.database)).toBeNull();
  const again = setUp(db.database, { ...PERSON, token: second }, 'test', UNFURNISHED);
  await expect(again).rejects.toMatchObject({ code: 'setup-done' });
  await signIn(db.database, PERSON, 'test');
});

test('two who open the link at once do not both become owners', async () => {
  const link = await token();
  const tries = await Promise.allSettled(
    ['a', 'b', 'c'].map((name) =>
      setUp(db.database, { ...PERSON, email: `${name}@example.test`, token: link }, 'test', UNFURNISHED),
    ),
  );
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
});

test('the sample workspace can be entered again by the link until its owner has a password', async () => {
  const first = await setUp(db.database, { kind: 'sample', token: await token() }, 'test', UNFURNISHED);
  const me = await whose(first);
  expect(me).toMatchObject({ role: 'owner', workspace: { slug: 'sample-workspace' } });
  const second = await setUp(db.database, { kind: 'sample', token: await token() }, 'test', UNFURNISHED);
  expect(await whose(second)).toEqual(me);
  const callers = createCallers(db.database, { warn: () => {} });
  const caller = { ...(await callers.ofSession(second)), correlationId: 'test' } as Caller;
  await changeMe(db.database, caller, { newPassword: 'now it has one' }, second);
  expect(await setupToken(db.database)).toBeNull();
  await signIn(db.database, { email: me?.user?.email ?? '', password: 'now it has one' }, 'test');
  await callers.settled();
});

test('unattended, the owner and their key exist after the first start and later starts change nothing', async () => {
  const owner = {
    email: 'Boss@example.test',
    password: 'correct horse battery',
    apiKey: 'chosen-by-operator',
  };
  expect(await bootstrapOwner(db.database, owner, UNFURNISHED)).toBe(true);
  expect(await bootstrapOwner(db.database, { ...owner, password: 'changed in the file' }, UNFURNISHED)).toBe(
    false,
  );
  expect(await setupToken(db.database)).toBeNull();
  await signIn(db.database, { email: 'boss@example.test', password: owner.password }, 'test');
  const callers = createCallers(db.database, { warn: () => {} });
  const key = await callers.ofKey(owner.apiKey);
  expect(key?.scopes.has('settings:manage')).toBe(true);
  await callers.settled();
  await expect(bootstrapOwner(db.database, { ...owner, apiKey: 'short' }, UNFURNISHED)).rejects.toThrow(
    '16 characters',
  );
});

test('sample content stays due until it has succeeded', async () => {
  await bootstrapOwner(
    db.database,
    { email: 'boss@example.test', password: 'correct horse battery' },
    UNFURNISHED,
  );
  const calls: string[] = [];
  const failing = completeSampleContent(db.database, async () => {
    throw new Error('the process ended half-way');
  });
  await expect(failing).rejects.toThrow('half-way');
  const create = async (workspaceId: string, caller: Caller) => {
    expect(caller).toMatchObject({ workspaceId, role: 'owner', actor: { name: 'Owner' } });
    calls.push(workspaceId);
  };
  await completeSampleContent(db.database, create);
  await completeSampleContent(db.database, create);
  expect(calls).toHaveLength(1);
});
