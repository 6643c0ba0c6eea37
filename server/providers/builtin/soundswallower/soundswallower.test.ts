import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../../test/support/speech.ts';
import { resample } from '../../../audio/resample.ts';
import type { RecognitionEvent } from '../../../speech/recognition/contract.ts';
import { openFlite } from '../flite/fliteEngine.ts';
import { openFlitePronouncer } from '../flite/flitePronouncer.ts';
import { MOST_HELD } from './heldDecoders.ts';
import { openSoundSwallower } from './soundswallower.ts';

const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
const speech = openTestSpeech([openFlite({ processes: 1 })]);
afterAll(() => Promise.all([recognizer.close(), speech.close()]));
const signal = new AbortController().signal;

async function say(text: string) {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId: 'flite:slt',
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal,
  });
  return { samples: Float32Array.from(samples, (sample) => sample / 32_768), sampleRateHz };
}
const follow = async (spoken: string, expected: string) => {
  const { samples, sampleRateHz } = await say(spoken);
  return recognizer.transcribe(samples, sampleRateHz, {
    language: 'en-US',
    expected: expected.split(' '),
    signal,
  });
};

const LINE = 'Thank you for calling Northwind Support. Your parcel arrives on Thursday.';

test('a text that was spoken as it stands has no departures, words of no dictionary included', async () => {
  const transcript = await follow(LINE, LINE);
  expect(transcript.departures).toEqual([]);
  expect(transcript.unknown).toEqual([]);
  expect(transcript.words.length).toBeGreaterThan(7);
});

test('what is left out and what is added is found, with its place', async () => {
  const shortened = await follow('Thank you for calling. Your parcel arrives on Thursday.', LINE);
  expect(shortened.departures).toEqual([expect.objectContaining({ from: 4, to: 6 })]);
  const longer = await follow(
    'Thank you for calling Northwind Support. Your lovely parcel arrives on Thursday.',
    LINE,
  );
  const [extra] = longer.departures!;
  expect(extra).toMatchObject({ kind: 'extra', from: 7 });
  expect(extra!.endMs - extra!.startMs).toBeGreaterThan(200);
});

test('one of several phrases is recognised, and what is none of them is not', async () => {
  const phrases = ['yes please', 'no thank you', 'talk to an agent', 'repeat that'];
  for (const said of ['talk to an agent', 'no thank you']) {
    const { samples, sampleRateHz } = await say(said);
    const { text } = await recognizer.transcribe(samples, sampleRateHz, { language: 'en', phrases, signal });
    expect(text).toBe(said);
  }
  const { samples, sampleRateHz } = await say('My cousin bought eleven yellow bicycles.');
  const other = await recognizer.transcribe(samples, sampleRateHz, { language: 'en', phrases, signal });
  expect(other.text).toBe('');
});

test('what is none of the phrases is not taken for one, however long or short it is', async () => {
  const phrases = ['yes please', 'no thanks', 'talk to a person', 'say that again', 'goodbye'];
  for (const other of [
    'I told the plumber that the kitchen tap had been dripping ever since he replaced the old pipe.',
    'Potatoes.',
  ]) {
    const { samples, sampleRateHz } = await say(other);
    const { text } = await recognizer.transcribe(samples, sampleRateHz, { language: 'en', phrases, signal });
    expect(text, other).toBe('');
  }
  const { samples, sampleRateHz } = await say('No thanks.');
  const { text } = await recognizer.transcribe(samples, sampleRateHz, { language: 'en', phrases, signal });
  expect(text).toBe('no thanks');
});

test('dictation and languages it does not know are refused', async () => {
  const silence = new Float32Array(16_000);
  await expect(recognizer.transcribe(silence, 16_000, { language: 'en', signal })).rejects.toMatchObject({
    code: 'unsupported-parameter',
  });
  await expect(
    recognizer.transcribe(silence, 16_000, { language: 'de', expected: ['hallo'], signal }),
  ).rejects.toMatchObject({ code: 'unsupported-parameter' });
});

const PHRASES = ['yes please', 'no thank you', 'talk to an agent', 'repeat that'];

/** Sound as it comes from a line: pieces of 20 ms. */
async function listen(sound: Float32Array, sampleRateHz: number, phrases: string[] = PHRASES) {
  const stream = recognizer.stream!({ language: 'en-US', phrases, sampleRateHz, signal });
  const size = sampleRateHz / 50;
  for (let at = 0; at < sound.length; at += size) stream.push(sound.subarray(at, at + size));
  stream.finish();
  const events: RecognitionEvent[] = [];
  for await (const event of stream.events) events.push(event);
  return events;
}
const silence = (ms: number, rateHz: number) => new Float32Array((ms * rateHz) / 1000);
const joined = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));

test('phrases are recognised while they are spoken, one after the other, on a telephone too', async () => {
  for (const rateHz of [8_000, 24_000]) {
    const [first, second] = await Promise.all(
      ['Talk to an agent.', 'Yes, please.'].map(async (text) => {
        const { samples, sampleRateHz } = await say(text);
        return resample(samples, sampleRateHz, rateHz);
      }),
    );
    const gap = silence(900, rateHz);
    const events = await listen(joined(gap, first!, gap, second!, gap), rateHz);
    const finals = events.filter((event) => event.type === 'final');
    expect(finals.map(({ text }) => text)).toEqual(['talk to an agent', 'yes please']);
    expect(finals[0]!.words.length).toBe(4);
    expect(finals[0]!.words[0]!.startMs).toBeGreaterThan(700);
    expect(finals[1]!.startMs).toBeGreaterThan(finals[0]!.endMs);
    expect(finals.every(({ endOfUtterance }) => endOfUtterance)).toBe(true);
    const kinds = events.map(({ type }) => type);
    expect(kinds.filter((kind) => kind === 'speech-start').length).toBe(2);
    expect(kinds.filter((kind) => kind === 'speech-end').length).toBe(2);
    const interim = events.findIndex((event) => event.type === 'interim');
    expect(interim).toBeGreaterThan(0);
    expect(interim).toBeLessThan(kinds.indexOf('final'));
  }
});

test('more speakers at once than there are decoders are all heard', async () => {
  const said = await say('talk to an agent');
  const all = await Promise.all(
    Array.from({ length: MOST_HELD + 6 }, async () => {
      const stream = recognizer.stream!({ sampleRateHz: said.sampleRateHz, phrases: PHRASES, signal });
      stream.push(said.samples);
      stream.finish();
      const texts: string[] = [];
      for await (const event of stream.events) if (event.type === 'final') texts.push(event.text);
      return texts.join(' ');
    }),
  );
  expect(new Set(all)).toEqual(new Set(['talk to an agent']));
});

test('what is none of the phrases is heard, and not understood; silence is nothing', async () => {
  const { samples, sampleRateHz } = await say('The weather was dreadful all of last winter.');
  const finals = (await listen(samples, sampleRateHz)).filter((event) => event.type === 'final');
  expect(finals.length).toBeGreaterThan(0);
  expect(finals.map(({ text }) => text).join('')).toBe('');
  expect(await listen(silence(2_000, 16_000), 16_000)).toEqual([]);
});

const GRAMMAR = {
  said: '[hello] where is my order [number <digits>] | <digits> [please]',
  digits: '(<digit> | double <digit>)+',
  digit: 'oh | one | two | three | four | five',
};

test('by a grammar, more is understood than could be listed, and what is none of it is nothing', async () => {
  const hear = async (text: string) => {
    const { samples, sampleRateHz } = await say(text);
    return recognizer.transcribe(samples, sampleRateHz, { language: 'en', grammar: GRAMMAR, signal });
  };
  expect(await hear('Hello, where is my order number four double two oh five?')).toMatchObject({
    text: 'hello where is my order number four double two oh five',
  });
  expect((await hear('The weather was dreadful all of last winter.')).text).toBe('');
  const { samples, sampleRateHz } = await say('Five four three two, please.');
  const stream = recognizer.stream!({ language: 'en', grammar: GRAMMAR, sampleRateHz, signal });
  stream.push(samples);
  stream.finish();
  const finals: string[] = [];
  for await (const event of stream.events) if (event.type === 'final') finals.push(event.text);
  expect(finals).toEqual(['five four three two please']);
});

test('a pause inside of what is said to a conversation does not end it; what is none of it behind a pause is left out', async () => {
  const half = await say('Where is my order number four double two');
  for (const [behind, understood] of [
    ['Oh five.', 'where is my order number four double two oh five'],
    ['The weather was dreadful all winter.', 'where is my order number four double two'],
  ] as const) {
    const { sampleRateHz } = half;
    const stream = recognizer.stream!({ language: 'en', grammar: GRAMMAR, sampleRateHz, signal });
    const { samples } = await say(behind);
    for (const part of [half.samples, silence(700, sampleRateHz), samples]) stream.push(part);
    stream.finish();
    const finals = [];
    for await (const event of stream.events) if (event.type === 'final') finals.push(event);
    expect(finals.map(({ text }) => text)).toEqual([understood]);
    // Words stand where they were said.
    const lengthMs = (1000 * half.samples.length) / sampleRateHz;
    for (const { text, startMs } of finals[0]!.words.slice(-2))
      if (text === 'oh' || text === 'five') expect(startMs).toBeGreaterThan(lengthMs + 500);
  }
});

test('to a question of yes or no, a short answer on a silent line is heard, and a short word that is none is not', async () => {
  const grammar = {
    said: '/1/ <answer> | /1/ <day> | /1e-12/ <other>',
    answer: 'yes | no | okay',
    day: 'friday | the (third | tenth)',
  };
  const heard = async (text: string) => {
    const { samples, sampleRateHz } = await say(text);
    const line = joined(silence(300, sampleRateHz), samples, silence(700, sampleRateHz));
    const stream = recognizer.stream!({ language: 'en', grammar, sampleRateHz, signal });
    stream.push(line);
    stream.finish();
    const finals: string[] = [];
    for await (const event of stream.events) if (event.type === 'final') finals.push(event.text);
    return finals.join(' ');
  };
  for (const answer of ['Yes.', 'No.', 'Friday.', 'The tenth.'])
    expect(await heard(answer)).toBe(answer.toLowerCase().replace('.', ''));
  for (const other of ['Bird.', 'Kitchen.', 'Train.', 'Market.']) expect(await heard(other), other).toBe('');
});

test('what is none of a grammar is hardly taken for words meanwhile, and taken back', async () => {
  const heard = async (text: string) => {
    const { samples, sampleRateHz } = await say(text);
    const stream = recognizer.stream!({ language: 'en', grammar: GRAMMAR, sampleRateHz, signal });
    stream.push(samples);
    stream.finish();
    const meanwhile: string[] = [];
    for await (const event of stream.events) if (event.type === 'interim') meanwhile.push(event.text);
    return meanwhile;
  };
  const guessed = await heard('The weather was dreadful all of last winter.');
  expect(guessed.filter((text) => text !== '').length).toBeLessThan(3);
  expect(guessed.at(-1) ?? '').toBe('');
  expect(await heard('Five four three two, please.')).toContain('five four three');
});

test('without phrases, in another language, and when it is left, a stream ends at once', async () => {
  const wrong = recognizer.stream!({ sampleRateHz: 16_000, signal, language: 'en' });
  const failure = (async () => {
    for await (const _ of wrong.events);
  })();
  await expect(failure).rejects.toMatchObject({ code: 'unsupported-parameter' });
  const controller = new AbortController();
  const aborted = recognizer.stream!({ sampleRateHz: 16_000, phrases: PHRASES, signal: controller.signal });
  aborted.push(silence(500, 16_000));
  setImmediate(() => controller.abort(new Error('enough')));
  const ends = (async () => {
    for await (const _ of aborted.events);
  })();
  await expect(ends).rejects.toThrow('enough');
});
