import { afterAll, expect, test } from 'vitest';
import { until } from '../../../test/support/client.ts';
import { openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { studioScene } from '../../../test/support/studioScene.ts';
import { openSilero } from '../../providers/builtin/silero/silero.ts';
import { openTranscription } from '../../providers/openai/transcribe.ts';

/** What the server takes down: words at half-second steps, or the text alone. */
let takesDown: { text: string; timed: boolean };
const server = await openEngineServer({
  base: '/v1',
  answer: () => ({
    body: {
      text: takesDown.text,
      ...(takesDown.timed && {
        words: takesDown.text
          .split(/\s+/)
          .filter(Boolean)
          .map((word, n) => ({ word, start: n / 2, end: n / 2 + 0.4 })),
      }),
    },
  }),
});
const voiceActivity = openSilero();
const recognizer = openTranscription({
  id: 'local-speech',
  name: 'Dictation',
  kind: 'local',
  baseUrl: server.url,
  apiKey: undefined,
  model: 'whisper',
  version: '1',
  requestsAtOnce: 1,
  limits: { seconds: 600, bytes: 20_000_000 },
});
const scene = await studioScene({ ears: { recognizers: [recognizer], voiceActivity } });
afterAll(async () => {
  await scene.close();
  await Promise.all([recognizer.close(), voiceActivity.close(), server.close()]);
});

const words = new Map<string, string>();
/** The check of the words of a script, of which the server takes down `text`. */
async function check(script: string, text: string, timed = true) {
  const { owner } = scene;
  takesDown = { text, timed };
  let id = words.get(script);
  if (id === undefined) {
    const { scriptId } = await scene.script(owner, script);
    id = (await scene.version(owner, scriptId)).id;
    words.set(script, id);
  } else expect((await owner('POST', `/versions/${id}/checks`)).status).toBe(202);
  const { body } = await until(
    () => owner('GET', `/versions/${id}/checks`),
    (answer) => answer.body.finishedAt !== null,
  );
  const found = body.checks.find(({ name }: { name: string }) => name === 'words');
  return { ...found, labels: found.places.map(({ label }: { label: string }) => label) };
}

const SCRIPT = 'Thank you for calling. Your order arrives on Thursday.';

test.each([
  ['as it is written', SCRIPT, 'thank you for calling your order arrives on thursday'],
  ['with a word in two', 'Please check-in by e-mail.', 'Please check in by email'],
  ['numbers as digits', 'You are number twenty one of two hundred.', 'You are number 21 of 200'],
  [
    'numbers as words',
    'Call 5550199 before 5:30 PM.',
    'Call five five five oh one nine nine before five thirty PM',
  ],
  ['money', 'It costs $12.50 today.', 'It costs twelve dollars and fifty cents today'],
  ['spelled out', 'Code <say-as interpret-as="characters">A7C</say-as> is yours.', 'Code A7C is yours.'],
])('a dictation %s is no departure', async (_how, script, text) => {
  expect(await check(script, text)).toMatchObject({ state: 'passed', places: [] });
});

test.each([
  ['drops words', 'Thank you for calling. arrives on Thursday.', ['“Your order” is missing'], [[1900, 1900]]],
  [
    'swaps words',
    'Thank you for calling. order Your arrives on Thursday.',
    expect.arrayContaining([expect.stringMatching(/“Your|“order/)]),
    null,
  ],
  [
    'says something else',
    'Thank you for calling. Your parcel arrives on Thursday.',
    ['something else than “order”'],
    [[2500, 2900]],
  ],
  [
    'repeats words',
    'Thank you thank you for calling. Your order arrives on Thursday.',
    ['something is said after “you” that is not in the script'],
    [[1000, 1900]],
  ],
  [
    'babbles at the end',
    `${SCRIPT} and so on`,
    ['something is said after “Thursday.” that is not in the script'],
    [[4500, 5900]],
  ],
  ['breaks off', 'Thank you for', ['“calling. Your order arrives on Thursday.” is missing'], [[1400, 1400]]],
])('a version that %s fails, with the place', async (_how, text, labels, places) => {
  const found = await check(SCRIPT, text);
  expect(found).toMatchObject({ state: 'failed', labels });
  if (places)
    expect(
      found.places.map(({ startMs, endMs }: { startMs: number; endMs: number }) => [startMs, endMs]),
    ).toEqual(places);
  expect(found.sentence).toContain('Dictation did not hear the script');
});

test('a wrong number is a departure', async () => {
  expect(await check('Call 5550199 before 5:30 PM.', 'Call 5550198 before 5:30 PM')).toMatchObject({
    state: 'failed',
    labels: ['something else than “5550199”'],
  });
});

test('a recogniser without times of words judges, but names no place', async () => {
  expect(await check(SCRIPT, SCRIPT, false)).toMatchObject({ state: 'passed' });
  const found = await check(SCRIPT, 'Thank you for calling. Your order arrives on Friday.', false);
  expect(found).toMatchObject({ state: 'failed', places: [] });
  expect(found.sentence).toContain('something else than “Thursday.”');
  expect(found.sentence).not.toContain('these places');
});

test('speech of which nothing is understood is not checked; a recogniser that is away neither, and says so', async () => {
  expect(await check(SCRIPT, '')).toMatchObject({ state: 'not-checked', places: [] });
  server.behave('unauthorized');
  const found = await check(SCRIPT, SCRIPT);
  server.behave(null);
  expect(found.state).toBe('not-checked');
  expect(found.sentence).toContain('Dictation');
});
