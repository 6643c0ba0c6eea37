import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace } from '../../../test/support/database.ts';
import { type Call, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { createSamplePersonalities } from '../../personalities/createSamplePersonalities.ts';
import { listPersonalities } from '../../personalities/readPersonalities.ts';
import { resolvePersonality } from '../../personalities/resolvePersonality.ts';

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({ worker: false });
});
afterAll(() => scene.close());

/** Somebody in a workspace of their own. */
async function workspace() {
  const owner = await scene.stranger();
  const { body } = await owner('GET', '/personalities');
  expect(body.items).toEqual([]);
  return owner;
}

const make = async (by: Call, body: object) => {
  const made = await by('POST', '/personalities', body);
  expect([made.status, made.body.detail]).toEqual([201, undefined]);
  return made.body;
};

test('who answers: asked for, the conversation’s, the primary, the first, the default', async () => {
  const { owner } = scene;
  const { workspaceId } = scene.workspace;
  const answering = (wanted: object = {}) =>
    scene.db.database.withWorkspace(workspaceId, (tx) => resolvePersonality(tx, workspaceId, wanted));
  expect(await answering()).toMatchObject({ id: null, versionId: null, name: 'Assistant', voice: null });
  const [one, two, three] = [
    await make(owner, { name: 'One', template: 'expert' }),
    await make(owner, { name: 'Two' }),
    await make(owner, { name: 'Three' }),
  ];
  await owner('PATCH', `/personalities/${two.id}`, { primary: true });
  await owner('PATCH', `/personalities/${three.id}`, { active: false });
  const name = async (wanted?: object) => (await answering(wanted)).name;
  expect(await name({ asked: three.id, conversation: one.id })).toBe('Three');
  expect(await name({ conversation: one.id })).toBe('One');
  expect(await name({ conversation: three.id })).toBe('Three');
  expect(await name()).toBe('Two');
  await owner('DELETE', `/personalities/${three.id}`);
  expect(await name({ conversation: three.id })).toBe('Two');
  await expect(answering({ asked: three.id })).rejects.toMatchObject({ code: 'not-found' });
  expect(await answering({ asked: one.id })).toMatchObject({
    versionId: one.version.id,
    number: 1,
    language: 'en-US',
    greeting: expect.stringContaining('automated assistant'),
    voice: { voiceId: 'flite:rms', settings: {}, fallbackVoiceId: 'flite:slt' },
  });
  await owner('PATCH', `/personalities/${one.id}`, { name: 'One anew' });
  expect(await answering({ asked: one.id })).toMatchObject({ name: 'One anew', number: 2 });
});

test('a ready-made personality, changed, is told apart version by version, and set back', async () => {
  const owner = await workspace();
  const vera = await make(owner, { name: 'Vera', template: 'host' });
  expect(vera).toMatchObject({
    name: 'Vera',
    primary: true,
    active: true,
    version: { number: 1, by: { kind: 'user' } },
    traits: { empathyLevel: 4 },
    prompts: { greeting: expect.stringContaining('this is Vera, the AI assistant') },
    voice: { id: 'flite:slt', fallbackId: 'flite:rms' },
  });
  const at = `/personalities/${vera.id}`;
  const changed = await owner('PATCH', at, {
    traits: { formality: 5 },
    phrases: { closing: ['Good day to you.'] },
    prompts: { system: 'Mention that parking is free.' },
    expectedVersion: 1,
    note: 'More formal',
  });
  expect([changed.status, changed.body.version.number, changed.body.version.note]).toEqual([
    200,
    2,
    'More formal',
  ]);
  expect(changed.body.traits).toEqual({ ...vera.traits, formality: 5 });

  const { body: built } = await owner('GET', `${at}/instructions`);
  expect(built).toMatchObject({ personalityId: vera.id, number: 2, versionId: changed.body.version.id });
  expect(built.instructions).toContain('<workspace_instructions>\nMention that parking is free.\n');
  expect((await owner('GET', `${at}/instructions?version=1`)).body.instructions).not.toContain('parking');

  const { body: difference } = await owner('GET', `${at}/versions/compare?from=1&to=2`);
  expect(difference.changes).toEqual([
    { field: 'traits.formality', from: 3, to: 5 },
    {
      field: 'phrases.closing',
      from: 'Is there anything else I can do?\nThank you, and have a good day.',
      to: 'Good day to you.',
    },
    { field: 'prompts.system', from: null, to: 'Mention that parking is free.' },
  ]);
  const words = difference.instructions as { kind: string; text: string }[];
  expect(
    words
      .filter(({ kind }) => kind !== 'removed')
      .map(({ text }) => text)
      .join(''),
  ).toBe(built.instructions);

  const restored = await owner('POST', `${at}/versions/1/restore`, { expectedVersion: 2 });
  expect(restored.body).toMatchObject({ traits: vera.traits, version: { number: 3, restoredFrom: 1 } });
  expect((await owner('PATCH', at, { traits: vera.traits })).body.version.number).toBe(3);
  expect((await owner('GET', `${at}/versions?limit=2`)).body).toMatchObject({
    items: [{ number: 3 }, { number: 2, note: 'More formal' }],
    nextCursor: expect.any(String),
  });
  expect((await owner('GET', `${at}/versions/2`)).body.content.traits.formality).toBe(5);
  expect((await owner('GET', `${at}/versions/4`)).status).toBe(404);
});

test('of two who save at once, the later is told who was faster', async () => {
  const { owner } = scene;
  const admin = await scene.join('admin', 'Ada Admin');
  const { id } = await make(owner, { name: 'Vera' });
  const save = (by: Call, name: string) => by('PATCH', `/personalities/${id}`, { name, expectedVersion: 1 });
  const answers = await Promise.all([save(owner, 'Vera of Olga'), save(admin, 'Vera of Ada')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [winner, loser] = answers.toSorted((a, b) => a.status - b.status);
  expect(loser!.body).toMatchObject({
    code: 'conflict',
    detail: expect.stringContaining(`${winner!.body.version.by.name} saved version 2 in the meantime`),
  });
  const editor = await scene.join('editor', 'Eddi Editor');
  expect((await save(editor, 'Vera of Eddi')).status).toBe(403);
});

test('what a personality cannot be is refused, field by field', async () => {
  const { owner } = scene;
  const refused = async (body: object) => {
    const answer = await owner('POST', '/personalities', { name: 'Vera', ...body });
    expect(answer.status).toBe(422);
    return answer.body.errors?.[0]?.field ?? answer.body.code;
  };
  expect(await refused({ traits: { formality: 6 } })).toBe('traits.formality');
  expect(await refused({ traits: { age: 12 } })).toBe('traits.age');
  expect(await refused({ traits: { humourStyle: 'cruel' } })).toBe('traits.humourStyle');
  expect(await refused({ emoji: '🌿🌿' })).toBe('emoji');
  expect(await refused({ emoji: 'x' })).toBe('emoji');
  expect(await refused({ languages: [] })).toBe('languages');
  expect(await refused({ phrases: { opening: ['x'.repeat(201)] } })).toBe('phrases.opening.0');
  expect(await refused({ prompts: { system: 'x'.repeat(8_001) } })).toBe('prompts.system');
  expect(await refused({ template: 'nobody' })).toBe('template');
  expect(await refused({ voice: { id: 'flite:nobody', settings: {} } })).toBe('unknown-voice');
  expect(await refused({ voice: { id: 'flite:slt', settings: { stability: 0.4 } } })).toBe(
    'unsupported-parameter',
  );
  expect(await refused({ voice: { id: 'flite:slt', settings: {}, fallbackId: 'flite:slt' } })).toBe(
    'voice.fallbackId',
  );
  expect((await make(owner, { name: 'Family', emoji: '👩‍👩‍👧' })).emoji).toBe('👩‍👩‍👧');
});

test('there is one primary personality, and it is not lost by accident', async () => {
  const owner = await workspace();
  const [first, second] = await Promise.all([make(owner, { name: 'One' }), make(owner, { name: 'Two' })]);
  expect([first.primary, second.primary].sort()).toEqual([false, true]);
  const [primary, other] = first.primary ? [first, second] : [second, first];
  const at = ({ id }: { id: string }) => `/personalities/${id}`;
  expect((await owner('PATCH', at(primary), { active: false })).body.code).toBe('conflict');
  await owner('PATCH', at(other), { active: false });
  expect((await owner('PATCH', at(other), { primary: true })).body.code).toBe('conflict');
  expect((await owner('PATCH', at(other), { primary: true, active: true })).body.primary).toBe(true);
  expect((await owner('GET', at(primary))).body.primary).toBe(false);

  expect((await owner('DELETE', at(other))).body.code).toBe('conflict');
  expect((await owner('DELETE', `${at(other)}?primary=${primary.id}`)).status).toBe(204);
  expect((await owner('GET', '/personalities')).body.items).toMatchObject([
    { id: primary.id, primary: true },
  ]);
  expect((await owner('GET', at(other))).body).toMatchObject({
    name: other.name,
    deletedAt: expect.any(String),
  });
  expect((await owner('PATCH', at(other), { name: 'Again' })).status).toBe(404);
  expect((await owner('DELETE', at(primary))).status).toBe(204);
});

test('who answers in a flow is not deleted before somebody else does', async () => {
  const owner = await workspace();
  const vera = await make(owner, { name: 'Vera' });
  const other = await make(owner, { name: 'Other' });
  await owner('PATCH', `/personalities/${other.id}`, { primary: true });
  const line = { kind: 'text', text: 'Hello.' };
  const answeredBy = (personalityId: string | null) => ({
    start: 'agent',
    steps: {
      agent: { kind: 'personality', title: 'A', personalityId, greeting: null, transfer: null, next: null },
    },
    lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
  });
  const flow = await owner('POST', '/flows', { name: 'Front desk', content: answeredBy(vera.id) });
  expect(flow.status).toBe(201);
  expect((await owner('DELETE', `/personalities/${vera.id}`)).body).toMatchObject({
    code: 'conflict',
    detail:
      'Vera answers callers in “Front desk”. Let another personality answer there first, under Calls → Flows.',
  });
  // Only what callers hear from now on counts.
  const mended = await owner('PATCH', `/flows/${flow.body.id}`, { content: answeredBy(null) });
  expect(mended.status).toBe(200);
  expect((await owner('DELETE', `/personalities/${vera.id}`)).status).toBe(204);
});

test('a copy is one of its own', async () => {
  const { owner } = scene;
  const original = await make(owner, { name: 'Vera', template: 'guide' });
  const { body: copy } = await owner('POST', `/personalities/${original.id}/copy`, {});
  expect(copy).toMatchObject({
    name: 'Vera (copy)',
    primary: false,
    version: { number: 1 },
    traits: original.traits,
    phrases: original.phrases,
  });
  await owner('PATCH', `/personalities/${copy.id}`, { traits: { formality: 5 } });
  expect((await owner('GET', `/personalities/${original.id}`)).body.traits.formality).toBe(1);
});

test('the sample workspace has three to look at, made once', async () => {
  const other = await createWorkspace(scene.db);
  const caller = ownerCaller(other.workspaceId, other.ownerId, 'Olga Owner', 'test');
  const deps = { ...scene.studio, discardVoice: async () => {} };
  await Promise.all([createSamplePersonalities(deps, caller), createSamplePersonalities(deps, caller)]);
  await createSamplePersonalities(deps, caller);
  const { items } = await listPersonalities(deps, caller, { limit: 10 });
  expect(items.map(({ name, primary, voice }) => [name, primary, voice?.id])).toEqual([
    ['Mara', true, 'flite:slt'],
    ['Theo', false, 'flite:rms'],
    ['Finn', false, 'flite:awb'],
  ]);
});
