import { afterAll, expect, test } from 'vitest';
import { SpeechParameters, type SpeechParametersInput } from '../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../test/support/speech.ts';
import { openEspeak } from '../providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../providers/builtin/flite/fliteEngine.ts';
import { soundKey } from './cache.ts';
import { sentenceBorders } from './sentences.ts';

const speech = openTestSpeech([openFlite({ processes: 1 }), openEspeak({ processes: 1 })], {
  cacheBytes: 10_000_000,
  kinds: [{ id: 'other', name: 'Other', kind: 'cloud', hint: 'Set OTHER_KEY.', settings: [] }],
});
afterAll(() => speech.close());

function requestOf(
  text: string,
  parameters: SpeechParametersInput = {},
  voiceId = 'flite:slt',
  language = 'en-US',
) {
  return {
    text,
    language,
    voiceId,
    parameters: SpeechParameters.parse(parameters),
    signal: new AbortController().signal,
    workspaceId: 'workspace',
    use: TEST_USE,
  };
}

test('speaks a master with two engines, reports progress, and answers the same from memory', async () => {
  const progress: number[] = [];
  const text = 'Good morning. How are you? I am well.';
  const master = await speech.speak({
    ...requestOf(text),
    onProgress: (fraction) => progress.push(fraction),
  });
  expect(master.sampleRateHz).toBe(24_000);
  expect(master.loudnessLufs).toBeCloseTo(-16, 0);
  expect(master.words.map(({ text: word }) => word)).toEqual(text.split(' '));
  expect(progress.length).toBeGreaterThanOrEqual(4);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  const again = await speech.speak(requestOf(text));
  expect(again.cached).toBe(true);
  expect(again.samplesSha256).toBe(master.samplesSha256);
  const german = await speech.speak(requestOf('Guten Morgen.', {}, 'espeak:de', 'de-DE'));
  expect(german.engine.id).toBe('espeak');
  const [flite, espeak, other] = await speech.engines('workspace');
  expect(flite).toMatchObject({
    healthy: true,
    voiceCount: 5,
    statistics: { requests: 1, failures: 0, cacheHits: 1 },
  });
  expect(espeak?.statistics.p50Ms).toBeGreaterThan(0);
  expect(other).toMatchObject({ configured: false, hint: 'Set OTHER_KEY.' });
});

test('streams by sentence, and stops when nobody listens any more', async () => {
  const text = 'This is a sentence that takes a while. '.repeat(30);
  const controller = new AbortController();
  let pieces = 0;
  await expect(async () => {
    for await (const piece of speech.stream({ ...requestOf(text), signal: controller.signal })) {
      expect(piece.samples.length).toBeGreaterThan(10_000);
      if (++pieces === 2) controller.abort(new Error('left'));
    }
  }).rejects.toThrow('left');
  expect(pieces).toBe(2);
  expect((await speech.speak(requestOf('Still there.'))).durationMs).toBeGreaterThan(300);
  expect((await speech.engines('workspace'))[0]?.statistics.failures).toBe(0);
});

test.each([
  [requestOf(' \n'), 'empty-text'],
  [requestOf('a', { settings: { stability: 1 } }), 'unsupported-parameter'],
  [requestOf('... !'), 'empty-text'],
  [requestOf('<break time="1s"/>'), 'empty-text'],
  [requestOf('a'.repeat(20_001)), 'text-too-long'],
  [requestOf('a\u0007b'), 'invalid-characters'],
  [requestOf('a\ud800b'), 'invalid-characters'],
  [requestOf('a <b'), 'invalid-markup'],
  [requestOf('a', {}, 'flite:nobody'), 'unknown-voice'],
  [requestOf('Hallo', {}, 'flite:slt', 'de'), 'unsupported-parameter'],
  [requestOf('<phoneme ph="a">x</phoneme>', {}, 'espeak:de', 'de'), 'unsupported-markup'],
])('refuses before anything is spoken (%#)', async (request, code) => {
  await expect(speech.check(request)).rejects.toMatchObject({ code });
  await expect(speech.speak(request)).rejects.toMatchObject({ code });
});

test('the key of a sound has every input that changes it', () => {
  const inputs = {
    replacements: [] as [number, string][],
    text: 'a',
    language: 'en',
    voiceId: 'v',
    engineId: 'e',
    engineVersion: '1',
    parameters: SpeechParameters.parse({}),
  };
  const others = [
    { text: 'b' },
    { replacements: [[0, 'bee']] as [number, string][] },
    { language: 'de' },
    { voiceId: 'w' },
    { engineId: 'f' },
    { engineVersion: '2' },
    ...[
      { speed: 2 },
      { pitch: 1 },
      { tone: 'warm' as const },
      { sentencePauseMs: 0 },
      { loudnessLufs: null },
    ].map((parameters) => ({ parameters: SpeechParameters.parse(parameters) })),
  ];
  const keys = [inputs, ...others.map((other) => ({ ...inputs, ...other }))].map(soundKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(soundKey({ ...inputs, parameters: { ...inputs.parameters, sentencePauseMs: undefined } })).toBe(
    keys[0],
  );
});

test.each([
  [
    'Dr. Smith paid $3.50 to J. Doe, e.g. by card. Then he left!',
    ['Dr. Smith paid $3.50 to J. Doe, e.g. by card. ', 'Then he left!'],
  ],
  [
    'Write to a.b@c.com. It works at 5 p.m. Really? Yes.',
    ['Write to a.b@c.com. ', 'It works at 5 p.m. ', 'Really? ', 'Yes.'],
  ],
  ['今日は。明日は。', ['今日は。', '明日は。']],
  ['See No. 5 of Vol. 3.2 now. Ok.', ['See No. 5 of Vol. 3.2 now. ', 'Ok.']],
])('finds the sentences of %j', (text, sentences) => {
  const borders = [0, ...sentenceBorders(text, /[一-龯]/.test(text) ? 'ja' : 'en'), text.length];
  expect(borders.slice(1).map((end, index) => text.slice(borders[index], end))).toEqual(sentences);
});
