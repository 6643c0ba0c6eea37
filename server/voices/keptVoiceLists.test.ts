import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../shared/speech/parameters.ts';
import { createTestDatabase, createWorkspace } from '../../test/support/database.ts';
import { openEngineServer } from '../../test/support/engines/engineServer.ts';
import { openTestSpeech, TEST_USE } from '../../test/support/speech.ts';
import { unrulyEngine } from '../../test/support/unrulyEngine.ts';
import { changeEngineSettings, readEngineSettings } from '../engines/workspaceSettings.ts';
import { ownerCaller } from '../identity/createWorkspace.ts';
import { openFlite } from '../providers/builtin/flite/fliteEngine.ts';
import { XTTS } from '../providers/xtts/xttsEngine.ts';
import { encryptedAudioStore } from '../storage/encryptedAudioStore.ts';
import { openFolderStore } from '../storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../storage/masterKeys.ts';
import { forgetVoiceLists, keptVoiceLists } from './keptVoiceLists.ts';

const folder = await mkdtemp(join(tmpdir(), 'voiceops-lists-'));
const audioStore = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
const server = await openEngineServer({
  failures: {},
  async answer({ path }) {
    if (path === '/openapi.json') return { body: { paths: { '/tts_to_audio/': {} } } };
    if (path === '/languages') return { body: { languages: { English: 'en' } } };
    return { headers: { 'content-type': 'application/json' }, body: '["narrator"]' };
  },
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const WORKSPACE = '00000000-0000-7000-8000-000000000001';
/** The product's speech as it is started anew. */
const started = () =>
  openTestSpeech([openFlite({ processes: 1 })], {
    kinds: [XTTS],
    installation: { xtts: { baseUrl: server.url } },
    voiceLists: keptVoiceLists(audioStore),
  });

async function listsKept(): Promise<number> {
  let count = 0;
  for await (const _ of audioStore.bytes.list('voice-lists/')) count++;
  return count;
}

test.each(['broken', 'silent'] as const)(
  'a voice known yesterday is known after a restart while its server is %s, and somebody stands in for it',
  async (misbehaviour) => {
    server.behave(null);
    const yesterday = started();
    expect((await yesterday.voice(WORKSPACE, 'xtts:narrator')).name).toBe('narrator');
    await expect.poll(listsKept).toBe(1);
    await yesterday.close();

    server.behave(misbehaviour);
    const today = started();
    try {
      const startedAt = performance.now();
      expect((await today.voice(WORKSPACE, 'xtts:narrator')).name).toBe('narrator');
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      const spoken = await today.speak({
        text: 'Good morning.',
        language: 'en-US',
        voiceId: 'xtts:narrator',
        parameters: SpeechParameters.parse({}),
        workspaceId: WORKSPACE,
        use: TEST_USE,
        fallback: 'allowed',
        deadlineMs: 1_500,
        signal: new AbortController().signal,
      });
      expect(spoken.engine.id).toBe('flite');
      expect(spoken.fallback?.voiceId).toBe('xtts:narrator');
      await expect(today.voice(WORKSPACE, 'xtts:nobody')).rejects.toMatchObject({
        code: expect.stringMatching(/^(engine-unavailable|timeout)$/),
      });
    } finally {
      await today.close();
    }
  },
  60_000,
);

test('lists of accounts that were replaced are swept, and those that anybody has stay', async () => {
  const db = await createTestDatabase();
  const [here, there] = [await createWorkspace(db), await createWorkspace(db)];
  const { kind } = unrulyEngine('paid', { firstMs: 1, fails: null });
  const store = { database: db.database, audioStore };
  const speech = openTestSpeech([], {
    kinds: [kind],
    installation: { paid: { apiKey: 'common' } },
    workspaceSettings: (workspaceId) => readEngineSettings(store, workspaceId),
    voiceLists: keptVoiceLists(audioStore),
  });
  const setKey = ({ workspaceId, ownerId }: typeof here, apiKey: string | null) => {
    const owner = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
    return changeEngineSettings({ ...store, lists: [speech] }, owner, 'paid', { apiKey });
  };
  const others = await listsKept();
  const sweep = () => forgetVoiceLists(db.database, speech);
  try {
    for (const workspace of [here, there]) await speech.voices(workspace.workspaceId);
    await expect.poll(listsKept).toBe(others + 1);
    // The list of the test before is of an account that no workspace of this database has.
    expect(await sweep()).toBe(others);

    await setKey(here, 'first');
    await speech.voices(here.workspaceId);
    await setKey(there, 'first');
    await setKey(here, 'second');
    await speech.voices(here.workspaceId);
    await expect.poll(listsKept).toBe(3);
    // Nobody has the installation's now.
    expect([await sweep(), await listsKept()]).toEqual([1, 2]);
    await setKey(there, null);
    expect([await sweep(), await listsKept()]).toEqual([1, 1]);
    expect([await sweep(), await listsKept()]).toEqual([0, 1]);
  } finally {
    await speech.close();
    await db.close();
  }
});
