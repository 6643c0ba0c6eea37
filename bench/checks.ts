import { int16ToFloat } from '../server/audio/pcm16.ts';
import { espeakInstalled, openEspeak } from '../server/providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../server/providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../server/providers/builtin/flite/flitePronouncer.ts';
import { openSilero } from '../server/providers/builtin/silero/silero.ts';
import { openSoundSwallower } from '../server/providers/builtin/soundswallower/soundswallower.ts';
import { checkAudio } from '../server/studio/checks/checkAudio.ts';
import type { Ears } from '../server/studio/checks/checked.ts';
import { parseMarkup } from '../shared/markup/parse.ts';
import { SpeechParameters } from '../shared/speech/parameters.ts';
import { openTestSpeech } from '../test/support/speech.ts';
import {
  CORRUPTIONS,
  FORMANT_MANNERS,
  MANNERS,
  type Rendering,
  renderClean,
  renderCorrupted,
} from './support/checks/renderings.ts';
import { TEXTS } from './support/checks/texts.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
  goal?: string;
}

const CLEAN_EACH = 5;
const FORMANT_EACH = 1;
const CORRUPTED_EACH = 8;
const SEED = 20_000;
const LANES = 2;

type Outcome = 'flagged' | 'not-checked' | 'passed';

/**
 * How many corrupted renderings the checks of a version notice, by kind, and how many good ones they flag: on the
 * texts that nothing was tuned on. What is not checked counts as missed where it should be flagged.
 */
export async function run(): Promise<Figure[]> {
  const speech = openTestSpeech([
    openFlite({ processes: 1 }),
    ...(espeakInstalled() ? [openEspeak({ processes: 1 })] : []),
  ]);
  const ears: Ears = {
    recognizers: [openSoundSwallower({ processes: LANES, pronouncers: [openFlitePronouncer()] })],
    voiceActivity: openSilero(),
  };
  const outcomes = new Map<string, Outcome[]>();
  let soundMs = 0;
  let workMs = 0;
  const judge = async (kind: string, rendering: Rendering) => {
    const startedAt = performance.now();
    const { outcome, why } = await listen(ears, rendering);
    workMs += performance.now() - startedAt;
    soundMs += (rendering.samples.length * 1000) / rendering.sampleRateHz;
    outcomes.set(kind, [...(outcomes.get(kind) ?? []), outcome]);
    const wanted = rendering.corruption ? 'flagged' : 'passed';
    if (outcome !== wanted)
      console.info(`${kind}: ${outcome}; ${rendering.manner.voiceId}; ${rendering.done}; ${why}`);
  };
  const jobs: (() => Promise<void>)[] = [];
  const add = (kind: string, render: () => Promise<Rendering>) =>
    jobs.push(async () => judge(kind, await render()));
  try {
    const texts = TEXTS.filter((_, index) => index % 2 === 1);
    const manner = (all: typeof MANNERS, index: number) => all[index % all.length]!;
    for (const [index, text] of texts.entries()) {
      for (let k = 0; k < CLEAN_EACH; k++)
        add('clean', () => renderClean(speech, text, manner(MANNERS, index * CLEAN_EACH + k)));
      if (!espeakInstalled()) continue;
      for (let k = 0; k < FORMANT_EACH; k++)
        add('clean, formant voices', () => renderClean(speech, text, manner(FORMANT_MANNERS, index + k)));
    }
    for (const [row, corruption] of CORRUPTIONS.entries())
      for (let k = 0; k < CORRUPTED_EACH; k++) {
        const text = texts[(k * 3 + row * 7) % texts.length]!;
        const seed = SEED + row * CORRUPTED_EACH + k;
        add(corruption, () => renderCorrupted(speech, text, manner(MANNERS, k + row), corruption, seed));
      }
    const lane = async () => {
      for (let job = jobs.pop(); job; job = jobs.pop()) await job();
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await Promise.all([
      speech.close(),
      ears.voiceActivity.close(),
      ...ears.recognizers.map((recognizer) => recognizer.close()),
    ]);
  }
  const share = (kinds: readonly string[], outcome: Outcome) => {
    const all = kinds.flatMap((kind) => outcomes.get(kind) ?? []);
    return { value: all.filter((each) => each === outcome).length / all.length, count: all.length };
  };
  const figure = (name: string, kinds: readonly string[], outcome: Outcome, goal?: string): Figure => {
    const { value, count } = share(kinds, outcome);
    return { name: `checks: ${name} (of ${count})`, value, unit: `${outcome}`, ...(goal && { goal }) };
  };
  const formant = 'clean, formant voices';
  return [
    figure('corrupted, all kinds', CORRUPTIONS, 'flagged', '≥ 0.9'),
    ...CORRUPTIONS.map((kind) => figure(kind, [kind], 'flagged')),
    figure('clean', ['clean'], 'flagged', '≤ 0.05'),
    figure('clean', ['clean'], 'not-checked'),
    ...(outcomes.has(formant)
      ? [figure(formant, [formant], 'flagged', '≤ 0.05'), figure(formant, [formant], 'not-checked')]
      : []),
    { name: 'checks: time', value: workMs / soundMs, unit: 'of the audio’s length' },
  ];
}

/** What the check list says of a rendering as a whole, and in which words. */
async function listen(ears: Ears, rendering: Rendering): Promise<{ outcome: Outcome; why: string }> {
  const items = await checkAudio(
    ears,
    {
      samples: int16ToFloat(rendering.samples),
      sampleRateHz: rendering.sampleRateHz,
      document: parseMarkup(rendering.text, 'en-US'),
      language: 'en-US',
      parameters: SpeechParameters.parse(rendering.manner.parameters),
      words: [],
    },
    { signal: new AbortController().signal, lastTry: true },
  );
  const open = items.filter(({ state }) => state !== 'passed');
  return {
    outcome: open.some(({ state }) => state !== 'not-checked')
      ? 'flagged'
      : open.length > 0
        ? 'not-checked'
        : 'passed',
    why: open.map(({ name, sentence }) => `${name}: ${sentence}`).join(' '),
  };
}
