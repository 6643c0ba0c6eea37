import { afterAll, expect, test } from 'vitest';
import { parseMarkup } from '../../../../shared/markup/parse.ts';
import { SpeechParameters, type SpeechParametersInput, TONES } from '../../../../shared/speech/parameters.ts';
import { soundSpans } from '../../../../test/support/sound.ts';
import { rmsDb } from '../../../audio/decibels.ts';
import { estimateF0 } from '../../../audio/fundamental.ts';
import type { RawSpeech } from '../../../speech/contract.ts';
import { openFlite } from './fliteEngine.ts';
import { loadProgram } from './program.ts';
import { runFlite, runIn } from './runFlite.ts';
import { FLITE_VOICES } from './voices.ts';

const engine = openFlite({ processes: 2 });
const voices = await engine.voices();
afterAll(() => engine.close());

const SENTENCE = 'We were away a year ago, and nobody really knew it.';

function requestOf(text: string, parameters: SpeechParametersInput = {}, voiceId = 'flite:slt') {
  return {
    document: parseMarkup(text, 'en-US'),
    voice: voices.find(({ id }) => id === voiceId)!,
    parameters: SpeechParameters.parse(parameters),
    signal: new AbortController().signal,
  };
}
const speak = (text: string, parameters: SpeechParametersInput = {}, voiceId = 'flite:slt') =>
  engine.synthesize(requestOf(text, parameters, voiceId));
const lengthMs = ({ samples, sampleRateHz }: RawSpeech) => (samples.length * 1000) / sampleRateHz;
const f0 = ({ samples, sampleRateHz }: RawSpeech) => estimateF0(samples, sampleRateHz).medianHz ?? 0;
const span = ({ samples, sampleRateHz }: RawSpeech, from: number, to: number) =>
  samples.subarray((from * sampleRateHz) / 1000, (to * sampleRateHz) / 1000);

test('speed changes the length by its factor', async () => {
  const normal = lengthMs(await speak(SENTENCE));
  for (const speed of [0.5, 1.5, 2]) {
    const ratio = normal / lengthMs(await speak(SENTENCE, { speed }));
    expect(ratio / speed).toBeGreaterThan(0.95);
    expect(ratio / speed).toBeLessThan(1.05);
  }
});

test.each(voices.map(({ id }) => id))('%s moves its fundamental by four semitones', async (voice) => {
  const normal = f0(await speak(SENTENCE, {}, voice));
  for (const pitch of [-4, 4]) {
    const ratio = f0(await speak(SENTENCE, { pitch }, voice)) / normal;
    expect(Math.abs(ratio / 2 ** (pitch / 12) - 1)).toBeLessThan(0.1);
  }
});

test('every tone differs from every other in length, pitch or brightness', async () => {
  const heard = new Map<string, { length: number; pitch: number; bright: number }>();
  for (const tone of TONES) {
    const spoken = await speak(SENTENCE, { tone });
    // Taking differences twice leaves what lies high.
    const high = spoken.samples.map((x, i, all) => x - 2 * (all[i - 1] ?? 0) + (all[i - 2] ?? 0));
    heard.set(tone, {
      length: lengthMs(spoken),
      pitch: f0(spoken),
      bright: rmsDb(high) - rmsDb(spoken.samples),
    });
  }
  const get = (tone: string) => heard.get(tone)!;
  expect(get('calm').length).toBeGreaterThan(get('neutral').length * 1.1);
  expect(get('energetic').length).toBeLessThan(get('neutral').length * 0.92);
  expect(get('energetic').pitch).toBeGreaterThan(get('neutral').pitch * 1.08);
  expect(get('serious').pitch).toBeLessThan(get('neutral').pitch * 0.93);
  expect(get('friendly').pitch).toBeGreaterThan(get('neutral').pitch * 1.03);
  expect(get('warm').bright).toBeLessThan(get('neutral').bright - 0.5);
  expect(get('professional').bright).toBeGreaterThan(get('neutral').bright + 0.3);
});

test('an emphasised word is longer, louder and higher than the same word without', async () => {
  const word = async (text: string) => {
    const spoken = await speak(text);
    const timing = spoken.words.find(({ text: of }) => of === 'really')!;
    const sound = span(spoken, timing.startMs, timing.endMs);
    return {
      length: timing.endMs - timing.startMs,
      level: rmsDb(sound),
      pitch: f0({ ...spoken, samples: sound }),
    };
  };
  const plain = await word('I really like it.');
  const strong = await word('I <emphasis level="strong">really</emphasis> like it.');
  const reduced = await word('I <emphasis level="reduced">really</emphasis> like it.');
  expect(strong.length / plain.length).toBeGreaterThan(1.2);
  expect(strong.level - plain.level).toBeGreaterThan(3);
  expect(strong.pitch / plain.pitch).toBeGreaterThan(1.05);
  expect(reduced.level - plain.level).toBeLessThan(-1.5);
});

test('breaks are as long as asked: at the start, in the middle and at the end', async () => {
  for (const ms of [200, 500, 1000]) {
    const pause = `<break time="${ms}ms"/>`;
    const spoken = await speak(`${pause}Good morning${pause}everybody.${pause}`);
    const [first, second, ...rest] = soundSpans(spoken.samples, spoken.sampleRateHz, { gapMs: 120 });
    expect(rest).toEqual([]);
    expect(Math.abs(first!.startMs - ms)).toBeLessThan(50);
    expect(Math.abs(second!.startMs - first!.endMs - ms)).toBeLessThan(50);
    expect(Math.abs(lengthMs(spoken) - second!.endMs - ms)).toBeLessThan(50);
  }
});

test('word timings meet the sound, in the order of the text', async () => {
  const text =
    'One <break time="400ms"/> hundred &amp; <emphasis>forty</emphasis>, <break time="400ms"/> today.';
  const spoken = await speak(text);
  const spans = soundSpans(spoken.samples, spoken.sampleRateHz, { gapMs: 200 });
  expect(spoken.words.map(({ charStart, charEnd }) => text.slice(charStart, charEnd))).toEqual([
    'One',
    'hundred',
    '&amp;',
    'forty',
    'today.',
  ]);
  const onsets = [spoken.words[0]!, spoken.words[1]!, spoken.words[4]!].map(({ startMs }) => startMs);
  for (const [index, onset] of onsets.entries())
    expect(Math.abs(onset - spans[index]!.startMs)).toBeLessThan(80);
  for (const [index, word] of spoken.words.entries()) {
    expect(word.endMs).toBeGreaterThan(word.startMs);
    if (index > 0) expect(word.startMs).toBeGreaterThanOrEqual(spoken.words[index - 1]!.endMs - 1);
  }
  expect(Math.abs(spoken.words[4]!.endMs - spans.at(-1)!.endMs)).toBeLessThan(80);
});

test('phonemes and say-as change what is said, or are refused with the reason', async () => {
  const cat = await speak('<phoneme alphabet="arpabet" ph="K AE1 T">dog</phoneme>');
  const ipa = await speak('<phoneme ph="ˈkæt">dog</phoneme>');
  expect(ipa.samples).toEqual(cat.samples);
  const digits = await speak('<say-as interpret-as="digits">1000000</say-as>');
  expect(lengthMs(digits)).toBeGreaterThan(1.1 * lengthMs(await speak('1000000')));
  const refused = (text: string) => () => engine.check(requestOf(text));
  expect(refused('<phoneme ph="ʘ">x</phoneme>')).toThrow('has no sound for “ʘ”');
  expect(refused('<phoneme alphabet="x-sampa" ph="k{t">x</phoneme>')).toThrow('not in X-SAMPA');
  expect(refused('<say-as interpret-as="date">soon</say-as>')).toThrow('cannot be said as date');
  expect(refused('Привет')).toThrow('cannot read “Привет”');
});

test('text is never taken for an option or a file, and the same request gives the same samples', async () => {
  for (const text of ['-o', '--help', '/etc/passwd', '-voice rms']) {
    expect(lengthMs(await speak(text))).toBeGreaterThan(200);
  }
  expect((await speak(SENTENCE)).samples).toEqual((await speak(SENTENCE)).samples);
});

test('a run leaves nothing behind: each is as a first one', async () => {
  for (const text of ['We paid $3.50 on Monday.', 'X.', `${SENTENCE} `.repeat(4)]) {
    for (const { flite } of FLITE_VOICES) {
      const first = runIn(await loadProgram(), flite, ['-psdur'], text);
      const again = await runFlite(flite, ['-psdur'], text);
      expect(again.printed).toBe(first.printed);
      expect(Buffer.from(again.samples.buffer).equals(Buffer.from(first.samples.buffer))).toBe(true);
    }
  }
});

test('a stream gives sentences as they are ready, and pauses between them as asked', async () => {
  const pieces: RawSpeech[] = [];
  const request = requestOf('Dr. Smith paid $3.50. He left.\n\nThen it rained.', {
    sentencePauseMs: 600,
    paragraphPauseMs: 900,
  });
  for await (const piece of engine.stream!(request)) pieces.push(piece);
  expect(pieces).toHaveLength(3);
  const silences = pieces.map((piece) => soundSpans(piece.samples, piece.sampleRateHz)[0]!.startMs);
  expect(Math.abs(silences[1]! - 600)).toBeLessThan(50);
  expect(Math.abs(silences[2]! - 900)).toBeLessThan(50);
});

test('aborting stops at once', async () => {
  const controller = new AbortController();
  const work = engine.synthesize({ ...requestOf(`${SENTENCE} `.repeat(40)), signal: controller.signal });
  // A busy machine calls the timer late; what counts is how long it takes from then on.
  let abortedAt = 0;
  setTimeout(() => {
    abortedAt = performance.now();
    controller.abort(new Error('enough'));
  }, 100);
  await expect(work).rejects.toThrow('enough');
  expect(performance.now() - abortedAt).toBeLessThan(200);
});
