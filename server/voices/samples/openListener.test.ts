import { afterAll, beforeAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { floatToInt16, int16ToFloat } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../providers/builtin/flite/flitePronouncer.ts';
import { openSilero } from '../../providers/builtin/silero/silero.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import { matchStatement } from '../custom/matchStatement.ts';
import { STATEMENT } from '../custom/statement.ts';
import { openExaminer } from './examiner.ts';
import { openListener } from './openListener.ts';

const RATE_HZ = 24_000;
const statement = STATEMENT.replace('SPEAKER', 'Vera Vossberg');
const speech = openTestSpeech([openFlite({ processes: 1 })]);
const examiner = openExaminer({ threads: 1 });
const voiceActivity = openSilero();
const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
const listener = openListener({ recognizers: [recognizer], voiceActivity });
afterAll(() =>
  Promise.all([
    speech.close(),
    examiner.close(),
    voiceActivity.close(),
    recognizer.close(),
    listener.close(),
  ]),
);

async function say(text: string, voice = 'rms'): Promise<Float32Array> {
  const { samples } = await speech.speak({
    text,
    language: 'en-US',
    voiceId: `flite:${voice}`,
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  return int16ToFloat(samples);
}
const recorded = (sound: Float32Array) => examiner.examine(writeWav(floatToInt16(sound), RATE_HZ));
const seconds = (count: number) => new Float32Array(count * RATE_HZ);
const concat = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));
const chord = (count: number) =>
  seconds(count).map((_, n) =>
    [220, 277.2, 329.6].reduce((sum, hz) => sum + 0.15 * Math.sin((2 * Math.PI * hz * n) / RATE_HZ), 0),
  );
async function judged(sound: Float32Array) {
  const { checks, speech: spans } = await listener.understand(await recorded(sound));
  return { spans, ...Object.fromEntries(checks.map(({ name, state }) => [name, state])) };
}

const LINES =
  'Thank you for calling. How may I help you today? The weather this morning was grey and chilly, but by noon the sun was shining.';

let lines: Float32Array;
beforeAll(async () => {
  lines = await say(LINES);
});

test('how much of it is speech', async () => {
  expect(await judged(lines)).toMatchObject({ speech: 'passed' });
  expect(await judged(concat(lines, seconds(12)))).toMatchObject({ speech: 'warning' });
  const mostlySilent = await judged(concat(seconds(20), lines));
  expect(mostlySilent).toMatchObject({ speech: 'failed' });
  expect(mostlySilent.spans[0]!.startMs).toBeGreaterThan(19_000);
  expect(await judged(seconds(5))).toMatchObject({ speech: 'failed', spans: [] });
}, 180_000);

test('one person is told from two, whether they take turns or speak at once', async () => {
  const other = await say(
    'Your order has left our warehouse and should arrive on Thursday before noon.',
    'slt',
  );
  const man = await say('Please tell me in a few words what I can help you with. I am all ears.', 'awb');
  expect(await judged(concat(lines, seconds(1)))).toMatchObject({ speakers: 'passed', music: 'passed' });
  expect(await judged(concat(lines, other))).toMatchObject({ speakers: 'failed' });
  expect(await judged(concat(lines, man))).toMatchObject({ speakers: 'failed' });
  expect(await judged(lines.map((x, n) => x + (other[n % other.length] ?? 0)))).toMatchObject({
    speakers: 'failed',
  });
}, 180_000);

test('music is heard alone, and under speech', async () => {
  expect(await judged(chord(8))).toMatchObject({ music: 'failed', speech: 'failed' });
  const tune = chord(Math.ceil(lines.length / RATE_HZ));
  expect(await judged(concat(lines, seconds(1)).map((x, n) => x + 0.2 * (tune[n] ?? 0)))).toMatchObject({
    music: 'failed',
  });
}, 180_000);

const match = async (sound: Float32Array) =>
  matchStatement(statement, await listener.hear(await recorded(sound), statement));

test.each(['rms', 'slt', 'awb'])(
  'the statement is understood when %s says it',
  async (voice) => {
    expect(await match(await say(statement, voice))).toBe('matched');
  },
  180_000,
);

test('what is not the statement is not taken for it', async () => {
  expect(await match(lines)).toBe('not-matched');
  expect(await match(await say(statement.split(' ').slice(0, 14).join(' ')))).toBe('not-matched');
  expect(await match(seconds(5))).toBe('not-matched');
  expect(await match(chord(6))).toBe('not-matched');
}, 180_000);

test('without a recogniser nobody can tell', async () => {
  const deaf = openListener({ recognizers: [], voiceActivity });
  expect(await deaf.hear(await recorded(lines), statement)).toBeNull();
  await deaf.close();
});

test('a recogniser that takes too long is not waited for: nobody can tell', async () => {
  let stopped = false;
  const slow = {
    ...recognizer,
    transcribe: (_samples: Float32Array, _rateHz: number, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason);
        });
      }),
  };
  const patient = openListener({ recognizers: [slow], voiceActivity, patienceMs: 3_000 });
  expect(await patient.hear(await recorded(lines), statement)).toBeNull();
  expect(stopped).toBe(true);
  await patient.close();
}, 60_000);
