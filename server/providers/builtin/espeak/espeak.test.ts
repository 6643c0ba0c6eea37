import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { parseMarkup } from '../../../../shared/markup/parse.ts';
import { SpeechParameters, type SpeechParametersInput } from '../../../../shared/speech/parameters.ts';
import { soundSpans } from '../../../../test/support/sound.ts';
import { estimateF0 } from '../../../audio/fundamental.ts';
import { espeakInstalled, openEspeak } from './espeakEngine.ts';

const engine = openEspeak({ processes: 2 });
const voices = await engine.voices();
afterAll(() => engine.close());

const SENTENCE = 'Guten Morgen, wie geht es Ihnen heute?';

function requestOf(text: string, parameters: SpeechParametersInput = {}, voiceId = 'espeak:de') {
  return {
    document: parseMarkup(text, 'de'),
    voice: voices.find(({ id }) => id === voiceId)!,
    parameters: SpeechParameters.parse(parameters),
    signal: new AbortController().signal,
  };
}
async function speak(text: string, parameters: SpeechParametersInput = {}, voiceId = 'espeak:de') {
  const spoken = await engine.synthesize(requestOf(text, parameters, voiceId));
  return { ...spoken, lengthMs: (spoken.samples.length * 1000) / spoken.sampleRateHz };
}

test.runIf(espeakInstalled())('speed, pitch and breaks are as asked', async () => {
  const normal = await speak(SENTENCE);
  for (const speed of [0.5, 1.5, 2]) {
    const ratio = normal.lengthMs / (await speak(SENTENCE, { speed })).lengthMs;
    expect(Math.abs(ratio / speed - 1)).toBeLessThan(0.1);
  }
  const hz = ({ samples, sampleRateHz }: typeof normal) => estimateF0(samples, sampleRateHz).medianHz ?? 0;
  for (const pitch of [-4, 4]) {
    const ratio = hz(await speak(SENTENCE, { pitch })) / hz(normal);
    expect(Math.abs(ratio / 2 ** (pitch / 12) - 1)).toBeLessThan(0.1);
  }
  const paused = await speak('Guten Morgen<break time="700ms"/>alle.');
  const [first, second] = soundSpans(paused.samples, paused.sampleRateHz, { gapMs: 200 });
  expect(Math.abs(second!.startMs - first!.endMs - 700)).toBeLessThan(50);
});

test.runIf(espeakInstalled())(
  'words are timed and found in the text; markup in it is only text',
  async () => {
    const text = 'Grüße &lt;break/&gt; für 42 <emphasis>Äpfel</emphasis> [[h@l]].';
    const spoken = await speak(text);
    const words = spoken.words.map(({ charStart, charEnd }) => text.slice(charStart, charEnd));
    expect(words).toEqual(expect.arrayContaining(['Grüße', 'für', '42', 'Äpfel']));
    for (const [index, word] of spoken.words.entries()) {
      expect(word.endMs).toBeGreaterThan(word.startMs);
      if (index > 0) expect(word.startMs).toBeGreaterThanOrEqual(spoken.words[index - 1]!.endMs - 1);
    }
    expect((await speak(text)).samples).toEqual(spoken.samples);
  },
);

test.runIf(espeakInstalled())(
  'every voice of the catalogue speaks',
  async () => {
    expect(voices.length).toBeGreaterThan(40);
    const lengths = await Promise.all(voices.map(async ({ id }) => (await speak('1 2 3', {}, id)).lengthMs));
    expect(Math.min(...lengths)).toBeGreaterThan(300);
  },
  120_000,
);

test('what the voice cannot do is refused before anything is spoken', () => {
  const refused = (text: string) => () => engine.check(requestOf(text));
  expect(refused('<phoneme ph="a">x</phoneme>')).toThrow('do not read <phoneme>');
  expect(refused('<say-as interpret-as="date">1.2.2026</say-as>')).toThrow('cannot say things as date');
});

test.runIf(espeakInstalled())(
  'of 200 texts in a row each sounds as if it were the first',
  async () => {
    const texts = [
      'Guten Morgen.',
      'Wie geht es Ihnen heute?',
      'Zwölf Äpfel, bitte!',
      '42',
      'Ja. '.repeat(60),
    ];
    const manners: SpeechParametersInput[] = [{ speed: 1.6 }, {}, { pitch: 5 }, {}, {}, {}, {}, {}];
    const speakers = ['espeak:de', 'espeak:fr', 'espeak:ru', 'espeak:en-us'];
    const orders = Array.from({ length: 200 }, (_, n) => ({
      text: `${texts[n % 5]} ${n}`,
      manner: manners[n % 8],
      voiceId: speakers[n % 3 === 0 ? 0 : n % 4],
    }));
    const soundOf = async (by: typeof engine, { text, manner, voiceId }: (typeof orders)[0]) => {
      const { samples, words } = await by.synthesize(requestOf(text, manner, voiceId));
      return createHash('sha256')
        .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
        .update(JSON.stringify(words))
        .digest('hex');
    };
    const one = openEspeak({ processes: 1 });
    const other = openEspeak({ processes: 1 });
    const said = async (by: typeof engine, list: typeof orders) => {
      const sounds: string[] = [];
      for (const order of list) sounds.push(await soundOf(by, order));
      return sounds;
    };
    const some = orders.filter((_, n) => n % 5 === 0).toReversed();
    const [inOrder, backwards] = await Promise.all([said(one, orders), said(other, some)]);
    await Promise.all([one.close(), other.close()]);
    expect(backwards.toReversed()).toEqual(inOrder.filter((_, n) => n % 5 === 0));
    expect(new Set(inOrder).size).toBe(200);
    for (const n of [77, 199]) {
      const fresh = openEspeak({ processes: 1 });
      expect([n, await soundOf(fresh, orders[n]!)]).toEqual([n, inOrder[n]]);
      await fresh.close();
    }
  },
  120_000,
);
