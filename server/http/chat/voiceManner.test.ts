import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { ProblemError } from '../../problem.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import type { SpeechEngine } from '../../speech/contract.ts';
import { mountPersonalities } from '../personalities/personalities.ts';

const VOICE = { id: 'flite:slt', settings: {} };
const SAYS = 'Good day, this is Vera, the AI assistant of the house. How may I help you today?';

let scene: ChatScene;
beforeAll(async () => {
  const { engine: stiff } = unrulyEngine('stiff', { firstMs: 1, fails: null });
  const flite = openFlite({ processes: 1 });
  const [spoken] = await flite.voices();
  const broken = async () => {
    throw new ProblemError('engine-unavailable', 'It is down.');
  };
  // Takes every speed, and never speaks.
  const brittle: SpeechEngine = {
    ...flite,
    id: 'brittle',
    voices: async () => [{ ...spoken!, id: 'brittle:one', engine: 'brittle' }],
    check: () => undefined,
    synthesize: broken,
    stream: () => ({ [Symbol.asyncIterator]: () => ({ next: broken }) }),
    close: async () => undefined,
  };
  scene = await chatScene({
    speech: openTestSpeech([flite, stiff, brittle]),
    scopes: ['conversations:write', 'voices:manage', 'workspace:read'],
    mounts: ({ database, speech }) => [
      (app) => mountPersonalities(app, { database, speech, discardVoice: async () => undefined }),
    ],
  });
}, 60_000);
afterAll(() => scene.close());

const make = (voice: object) =>
  scene.owner.post('/api/v1/personalities', { name: 'Vera', prompts: { greeting: SAYS }, voice });

/** How long the greeting takes in its voice, in ms. */
async function spokenMs(personalityId: string): Promise<number> {
  const { body } = await scene.owner.post('/api/v1/chat', { message: 'Hello', personalityId, speak: true });
  expect(body).toMatchObject({ text: SAYS, speechProblem: null, speech: { voice: { id: VOICE.id } } });
  return body.audioDurationMs;
}

test('a personality speaks as fast, as high and in the tone that its voice is set to, whatever was heard before', async () => {
  const { body: made } = await make(VOICE);
  const plain = await spokenMs(made.id);
  const change = (voice: object) => scene.owner.patch(`/api/v1/personalities/${made.id}`, { voice });
  expect((await change({ ...VOICE, speed: 2 })).body.voice).toMatchObject({ speed: 2 });
  expect((await spokenMs(made.id)) / plain).toBeCloseTo(0.5, 1);
  // Another pitch alone lasts about as long; it is another sound all the same.
  await change({ ...VOICE, pitch: 4 });
  expect((await spokenMs(made.id)) / plain).toBeCloseTo(1, 1);
  const { body: changes } = await scene.owner.get(
    `/api/v1/personalities/${made.id}/versions/compare?from=1&to=3`,
  );
  expect(changes.changes).toContainEqual({ field: 'voice.pitch', from: null, to: 4 });
  // A calm voice takes its time.
  expect((await change({ ...VOICE, tone: 'calm' })).body.voice).toMatchObject({ tone: 'calm' });
  expect((await spokenMs(made.id)) / plain).toBeGreaterThan(1.03);
});

test('a voice refuses what it cannot, by what it declares', async () => {
  for (const [set, words] of [
    [{ id: 'stiff:one', settings: {}, speed: 1.5 }, /has only one speed/],
    [{ id: 'stiff:one', settings: {}, pitch: -2 }, /has only one pitch/],
    [{ id: 'stiff:one', settings: {}, tone: 'warm' }, /has no tones/],
  ] as const) {
    const { status, body } = await make(set);
    expect([status, body.code]).toEqual([422, 'unsupported-parameter']);
    expect(body.detail).toMatch(words);
  }
  expect((await make({ ...VOICE, speed: 9 })).body.code).toBe('validation-failed');
});

test('who stands in for a voice speaks as itself', async () => {
  const plain = await spokenMs((await make(VOICE)).body.id);
  const { body: made } = await make({ id: 'brittle:one', settings: {}, speed: 2, fallbackId: VOICE.id });
  expect((await spokenMs(made.id)) / plain).toBeCloseTo(1, 1);
});
