import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { digestOf } from '../../studio/digest.ts';

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene();
});
afterAll(() => scene?.close());

const SQL = { phrase: 'SQL', alias: 'sequel' };

test('a dictionary changes what is said, is part of the digest, and lists what it affects', async () => {
  const { owner } = scene;
  expect((await owner('GET', '/dictionaries/latest')).body).toMatchObject({ number: 0, entries: [] });
  const { scriptId } = await scene.script(owner, 'Learn SQL with us. SQL is fun.');
  const plain = await scene.version(owner, scriptId);
  expect(plain.dictionaryVersion).toBeNull();
  await owner('POST', `/versions/${plain.id}/status`, { to: 'in_review' });
  const approved = await owner('POST', `/versions/${plain.id}/status`, {
    to: 'approved',
    digest: plain.digest,
  });
  expect(approved.body.status).toBe('approved');

  const saved = await owner('POST', '/dictionaries', {
    entries: [SQL],
    note: 'As we say it',
    expectedNumber: 0,
  });
  expect([saved.status, saved.body]).toMatchObject([
    201,
    { number: 1, entryCount: 1, entries: [{ ...SQL, caseSensitive: false }], by: { name: 'Olga Owner' } },
  ]);
  const late = await owner('POST', '/dictionaries', { entries: [], expectedNumber: 0 });
  expect([late.status, late.body.code]).toEqual([409, 'conflict']);

  const affected = await owner('GET', '/dictionaries/1/affected');
  expect(affected.body).toEqual({
    items: [
      {
        id: plain.id,
        number: 1,
        scriptId,
        scriptTitle: 'Greeting',
        voice: { id: 'flite:slt', name: 'Clara' },
        dictionaryVersion: null,
        words: ['SQL'],
        characters: 30,
        live: false,
        engine: 'flite',
        costUsd: 0,
      },
    ],
  });
  const again = await owner('POST', '/dictionaries/1/regenerate', { versionIds: [plain.id] });
  expect([again.status, again.body.batches.length]).toEqual([202, 1]);
  const draft = await ended(owner, again.body.batches[0].versionIds[0]);
  expect(draft).toMatchObject({
    state: 'ready',
    status: 'draft',
    number: 2,
    dictionaryVersion: 1,
    voice: plain.voice,
    parameters: plain.parameters,
    note: 'Version 1 again, with dictionary 1',
  });
  expect(draft.digest).not.toBe(plain.digest);
  const { words } = (await owner('GET', `/versions/${draft.id}/peaks`)).body;
  // The words are those of the script, and point at them, whatever is said in their place.
  expect(
    words.map((word: { text: string }) => word.text).filter((text: string) => text === 'SQL'),
  ).toHaveLength(2);
  for (const { text, charStart, charEnd } of words)
    expect('Learn SQL with us. SQL is fun.'.slice(charStart, charEnd)).toBe(text);

  const [row] = await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.query.versions.findMany({ where: (t, { eq }) => eq(t.id, draft.id) }),
  );
  const recomputed = digestOf({
    samplesSha256: row!.samplesSha256!,
    text: 'Learn SQL with us. SQL is fun.',
    parameters: draft.parameters,
    dictionaryVersion: 1,
    voiceId: 'flite:slt',
    engine: draft.engine!,
  });
  expect(recomputed).toBe(draft.digest);
});

test('a change that a text does not meet affects nothing; history stays, and a state can be saved again', async () => {
  const { owner } = scene;
  const next = [SQL, { phrase: 'gif', phoneme: 'dʒɪf', language: 'en' }];
  expect((await owner('POST', '/dictionaries', { entries: next, expectedNumber: 1 })).body.number).toBe(2);
  const { scriptId } = await scene.script(owner, 'A gif of a cat.');
  const version = await scene.version(owner, scriptId);
  expect(version).toMatchObject({ state: 'ready', dictionaryVersion: 2 });
  expect((await owner('GET', '/dictionaries/1/affected')).body.code).toBe('conflict');

  const { items } = (await owner('GET', '/dictionaries')).body;
  expect(items.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
  const first = (await owner('GET', '/dictionaries/1')).body;
  const restored = await owner('POST', '/dictionaries', { entries: first.entries, expectedNumber: 2 });
  expect(restored.body).toMatchObject({ number: 3, entries: first.entries });
  expect((await owner('GET', '/dictionaries/9')).status).toBe(404);
});

test('sounds that the voice lacks are said by the alias; an entry without one is named in the refusal', async () => {
  const owner = await scene.stranger();
  const { scriptId } = await scene.script(owner, 'We speak Xhosa.');
  const lengthOf = async () => (await scene.version(owner, scriptId)).audio?.durationMs;
  const asWritten = await lengthOf();
  const xhosa = { phrase: 'Xhosa', phoneme: 'ˈǁʰɔːsa' };
  await owner('POST', '/dictionaries', { entries: [{ ...xhosa, alias: 'koe sa sa' }], expectedNumber: 0 });
  const aliased = await lengthOf();
  expect(aliased).toBeGreaterThan(0);
  expect(aliased).not.toBe(asWritten);
  await owner('POST', '/dictionaries', { entries: [xhosa], expectedNumber: 1 });
  const refused = await owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:slt' });
  expect([refused.status, refused.body.code]).toEqual([422, 'unsupported-markup']);
  expect(refused.body.detail).toMatch(/“Xhosa” in the dictionary is \/ˈǁʰɔːsa\/, and Clara has not all/);
});

test.each([
  [{ phrase: ' ', alias: 'x' }, 'entries.0.phrase'],
  [{ phrase: 'x' }, 'entries.0.alias'],
  [{ phrase: '...', alias: 'dots' }, 'entries.0.phrase'],
  [{ phrase: 'x', alias: 'y', language: 'not a language' }, 'entries.0.language'],
])('an entry that says nothing is refused: %j', async (entry, field) => {
  const refused = await scene.owner('POST', '/dictionaries', { entries: [entry], expectedNumber: 3 });
  expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, field]);
});

test('two entries for the same words are refused, and reviewers may only read', async () => {
  const twice = [SQL, { phrase: 'sql', alias: 'squeal' }];
  const refused = await scene.owner('POST', '/dictionaries', { entries: twice, expectedNumber: 3 });
  expect(refused.body.errors).toEqual([{ field: 'entries.1.phrase', message: 'stands already in entry 1' }]);
  const reviewer = await scene.join('reviewer', 'Rita Reviewer');
  expect((await reviewer('GET', '/dictionaries/latest')).body.number).toBe(3);
  expect((await reviewer('POST', '/dictionaries', { entries: [], expectedNumber: 3 })).status).toBe(403);
  expect((await (await scene.stranger())('GET', '/dictionaries/latest')).body.number).toBe(0);
});
