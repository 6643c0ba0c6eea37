import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import type { SpokenVoice } from '../contract.ts';

const { engine, kind } = unrulyEngine('a', { firstMs: 1, fails: null });
const own: SpokenVoice[] = [];
let listed = await engine.voices();
const speech = openTestSpeech([], {
  kinds: [{ ...kind, open: () => ({ ...engine, voices: async () => listed }) }],
  installation: { a: { apiKey: 'key' } },
  customVoices: async (workspaceId) => (workspaceId === 'mine' ? [...own] : []),
});
afterAll(() => speech.close());

const idsOf = async (workspaceId: string) => (await speech.voices(workspaceId)).map(({ id }) => id);

test('what is remembered of voices is that of one workspace, and as new as its parts', async () => {
  const voice = listed[0]!;
  expect(await idsOf('mine')).toEqual(['a:one']);
  listed = [voice, { ...voice, id: 'a:two' }];
  expect(await idsOf('mine')).toEqual(['a:one', 'a:two']);

  own.push({ ...voice, id: 'a:own' });
  speech.changed('mine');
  expect(await idsOf('mine')).toEqual(['a:own', 'a:one', 'a:two']);
  expect(await idsOf('theirs')).toEqual(['a:one', 'a:two']);

  own[0] = { ...own[0]!, withheldFrom: () => 'The speaker no longer agrees.' };
  speech.changed('mine');
  expect(await idsOf('mine')).toEqual(['a:one', 'a:two']);
  const request = {
    text: 'Hello.',
    language: 'en-US',
    voiceId: 'a:own',
    parameters: SpeechParameters.parse({}),
    workspaceId: 'mine',
  };
  await expect(speech.check(request)).rejects.toMatchObject({ code: 'consent-missing' });
  listed = [];
  await expect(speech.voice('mine', 'a:one')).rejects.toMatchObject({ code: 'unknown-voice' });
});
