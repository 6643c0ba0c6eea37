import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Voice } from '../../../shared/api/voices.ts';
import { SpeechParameters, type SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import { openEngineServer } from '../../../test/support/engines/engineServer.ts';
import { openRealSpeech, unevenPieces } from '../../../test/support/engines/realSpeech.ts';
import { soundSpans } from '../../../test/support/sound.ts';
import { readText } from '../readText.ts';
import { askEngine, speechLimits } from './askEngine.ts';
import { readPcm16 } from './pcmStream.ts';
import { openRemoteEngine, ownIdOf } from './remoteEngine.ts';

const RATE = 24_000;
const real = openRealSpeech();
let serverRateHz = RATE;
const server = await openEngineServer({
  answer: async ({ json }) => ({
    headers: { 'content-type': 'audio/pcm' },
    body: unevenPieces(await real.pcm(String(json.text), serverRateHz)),
  }),
});
const VOICE: Voice = {
  id: 'acme:one',
  name: 'One',
  engine: 'acme',
  languages: ['en'],
  gender: 'female',
  kind: 'cloud',
  description: '',
  licence: '',
  sampleRateHz: RATE,
  capabilities: {
    streaming: true,
    wordTimings: false,
    speed: { support: 'native', min: 0.25, max: 4 },
    pitch: { support: 'processed', min: -12, max: 12 },
    tone: 'processed',
    emphasis: 'none',
    breaks: 'processed',
    phonemes: [],
    sayAs: ['cardinal', 'digits'],
    maxCharacters: 20_000,
    settings: [],
  },
};
let limit = { max: 400, unit: 'characters' as 'characters' | 'bytes' };
const engine = openRemoteEngine({
  id: 'acme',
  name: 'Acme',
  version: '1',
  kind: 'cloud',
  requestsAtOnce: 3,
  voices: async () => [VOICE],
  manner: () => ({
    limit,
    speed: { min: 1, max: 1.5 },
    async *say({ text, speed, textBefore, textAfter, request }, signal) {
      const answer = await askEngine({
        engine: 'Acme',
        url: server.url,
        body: { voice: ownIdOf(request.voice), text, speed, textBefore, textAfter },
        limits: speechLimits(text.length, 2 * RATE),
        accepts: /^audio\/pcm$/,
        signal,
      });
      yield* readPcm16(answer.chunks, serverRateHz);
    },
  }),
});
afterAll(async () => {
  await engine.close();
  await real.close();
  await server.close();
});
beforeEach(() => {
  server.behave(null);
  server.asked.length = 0;
  serverRateHz = RATE;
  limit = { max: 400, unit: 'characters' };
});

const requestOf = (
  text: string,
  parameters: SpeechParametersInput = {},
  signal = new AbortController().signal,
) => ({
  document: readText(text, 'en-US'),
  voice: VOICE,
  parameters: SpeechParameters.parse(parameters),
  signal,
});
const gapsOf = (samples: Float32Array, rateHz: number) => {
  const spans = soundSpans(samples, rateHz, { gapMs: 250 });
  return spans.slice(1).map((span, index) => span.startMs - spans[index]!.endMs);
};
const textsAsked = () => server.asked.map(({ json }) => String(json.text));
/** Two requests that are under way at once reach the server in either order. */
function expectAsked(texts: readonly string[]): void {
  const asked = textsAsked();
  expect(asked.toSorted()).toEqual(texts.toSorted());
  for (const [place, text] of texts.entries())
    expect(Math.abs(asked.indexOf(text) - place)).toBeLessThanOrEqual(1);
}

test('breaks and pauses are exactly as long as asked, whatever silence the engine leaves', async () => {
  const text = 'Good morning. <break time="800ms"/>How are you?\n\nWell <break time="1.5s"/> then.';
  const { samples, sampleRateHz, words } = await engine.synthesize(
    requestOf(text, { paragraphPauseMs: 1200 }),
  );
  expectAsked(['Good morning.', 'How are you?', 'Well,', 'then.']);
  const gaps = gapsOf(samples, sampleRateHz);
  for (const [index, wanted] of [800, 1200, 1500].entries())
    expect(Math.abs(gaps[index]! - wanted)).toBeLessThan(50);
  expect(words).toEqual([]);
  const reached: (number | undefined)[] = [];
  for await (const piece of engine.stream!(requestOf(text))) reached.push(piece.reachedChar);
  expect(reached).toEqual(['Good', 'How', 'Well', 'then'].map((word) => text.indexOf(word)));
});

test('a long text is a request for as many sentences as fit, in order, one ahead, told what is around', async () => {
  const sentences = Array.from(
    { length: 12 },
    (_, i) => `This is sentence number ${i + 1} of a long text that goes on.`,
  );
  limit = { max: 120, unit: 'bytes' };
  const { samples, sampleRateHz } = await engine.synthesize(requestOf(sentences.join(' ')));
  const pairs = [0, 2, 4, 6, 8, 10].map((at) => sentences.slice(at, at + 2).join(' '));
  expectAsked(pairs);
  expect(server.mostOpen).toBeLessThanOrEqual(2);
  expect(server.asked.find(({ json }) => json.text === pairs[1])?.json).toMatchObject({
    textBefore: sentences.slice(0, 2).join(' '),
    textAfter: sentences.slice(4, 8).join(' '),
  });
  const whole = await real.speak(sentences.join(' '), RATE);
  expect(samples.length / sampleRateHz).toBeGreaterThan((0.9 * whole.samples.length) / RATE);
  // No join clicks.
  const steepest = samples.reduce(
    (most, s, i) => (i === 0 ? 0 : Math.max(most, Math.abs(s - samples[i - 1]!))),
    0,
  );
  const natural = whole.samples.reduce(
    (most, s, i, all) => (i === 0 ? 0 : Math.max(most, Math.abs(s - all[i - 1]!))),
    0,
  );
  expect(steepest).toBeLessThan(natural * 1.05);
});

test('the first phrase is heard before the engine has spoken all, and phrases are long enough for their loudness', async () => {
  server.behave('slow');
  const text =
    'The first sentence of this text is here. The second sentence follows it. And then there is a third one.';
  const pieces: number[] = [];
  let openAtFirst = 0;
  for await (const piece of engine.stream!(requestOf(text))) {
    if (pieces.length === 0) openAtFirst = server.open;
    pieces.push((piece.samples.length * 1000) / piece.sampleRateHz);
  }
  expect(openAtFirst).toBe(1);
  expect(pieces.length).toBeGreaterThanOrEqual(2);
  expect(Math.min(...pieces)).toBeGreaterThan(700);
});

test('speed is the engine’s own within its range, the rest and all else is done to its sound', async () => {
  const text = 'This sentence is as long as it takes to say it.';
  const plain = await engine.synthesize(requestOf(text));
  const fast = await engine.synthesize(requestOf(text, { speed: 3 }));
  expect(server.asked.at(-1)?.json.speed).toBe(1.5);
  expect(fast.samples.length / plain.samples.length).toBeCloseTo(0.5, 1);
  const slow = await engine.synthesize(requestOf(text, { speed: 0.5 }));
  expect(slow.samples.length / plain.samples.length).toBeCloseTo(2, 1);
  const high = await engine.synthesize(requestOf(text, { pitch: 4 }));
  expect(high.samples.length).toBe(plain.samples.length);
  expect(high.samples).not.toEqual(plain.samples);
  serverRateHz = 16_000;
  const low = await engine.synthesize(requestOf(text));
  expect(low.sampleRateHz).toBe(RATE);
  expect(low.samples.length / plain.samples.length).toBeCloseTo(1, 1);
});

test('say-as becomes words, and what the voice cannot do is refused before anything is asked', async () => {
  await engine.synthesize(requestOf('Take <say-as interpret-as="cardinal">21</say-as>, please.'));
  expect(textsAsked()).toEqual(['Take twenty one, please.']);
  for (const [text, parameters, code] of [
    ['<phoneme ph="a">x</phoneme>', {}, 'unsupported-markup'],
    ['<emphasis>x</emphasis>', {}, 'unsupported-markup'],
    ['<say-as interpret-as="date">2020-01-01</say-as>', {}, 'unsupported-markup'],
    ['<say-as interpret-as="cardinal">many</say-as>', {}, 'unsupported-markup'],
    ['x', { emphasis: 'strong' }, 'unsupported-parameter'],
  ] as const) {
    const { signal: _signal, ...request } = requestOf(text, parameters);
    expect(() => engine.check(request)).toThrow(expect.objectContaining({ code }));
  }
});

test('a word longer than the engine takes is cut, and nothing of it is lost', async () => {
  limit = { max: 40, unit: 'characters' };
  const word = 'abcdefghij'.repeat(9);
  await engine.synthesize(requestOf(`Say ${word}, please.`));
  for (const text of textsAsked()) expect(text.length).toBeLessThanOrEqual(40);
  const letters = (text: string) => [...text.replaceAll(/[ ,]/g, '')].sort();
  expect(letters(textsAsked().join(''))).toEqual(letters(`Say${word}please.`));
});

test('leaving or aborting closes every connection, also those ahead', async () => {
  limit = { max: 60, unit: 'characters' };
  const text = 'This is a sentence of the text. '.repeat(10);
  for await (const _ of engine.stream!(requestOf(text))) break;
  await server.quiet();
  server.behave('stalling');
  const controller = new AbortController();
  const speaking = engine.synthesize(requestOf(text, {}, controller.signal));
  while (server.open < 2) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('enough'));
  await expect(speaking).rejects.toThrow('enough');
  await server.quiet();
  server.behave('cut');
  await expect(engine.synthesize(requestOf(text))).rejects.toMatchObject({ code: 'synthesis-failed' });
  server.behave('empty');
  await expect(engine.synthesize(requestOf(text))).rejects.toMatchObject({ code: 'synthesis-failed' });
  await server.quiet();
});
