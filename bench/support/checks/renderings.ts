import { seededRandom } from '../../../server/simulator/seededRandom.ts';
import type { Master, Speech } from '../../../server/speech/contract.ts';
import type { SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { TEST_USE } from '../../../test/support/speech.ts';
import { BABBLE } from './texts.ts';

/** How a rendering is made. */
export interface Manner {
  voiceId: string;
  parameters: SpeechParametersInput;
}

export const MANNERS: readonly Manner[] = [
  { voiceId: 'flite:slt', parameters: {} },
  { voiceId: 'flite:rms', parameters: { tone: 'calm' } },
  { voiceId: 'flite:awb', parameters: {} },
  { voiceId: 'flite:kal16', parameters: { speed: 0.9 } },
  { voiceId: 'flite:slt', parameters: { speed: 1.2, tone: 'friendly' } },
  { voiceId: 'flite:rms', parameters: { speed: 1.15 } },
  { voiceId: 'flite:slt', parameters: { speed: 0.8, tone: 'serious', pitch: -2 } },
  { voiceId: 'flite:awb', parameters: { speed: 1.1, tone: 'energetic' } },
  { voiceId: 'flite:kal', parameters: {} },
];

/** Voices that are computed from formants, which no model of human speech knows well. */
export const FORMANT_MANNERS: readonly Manner[] = [
  { voiceId: 'espeak:en-us', parameters: {} },
  { voiceId: 'espeak:en-gb', parameters: { speed: 0.9 } },
];

export const CORRUPTIONS = ['dropped', 'swapped', 'repeated', 'cut', 'babble'] as const;
export type Corruption = (typeof CORRUPTIONS)[number];

export interface Rendering {
  /** What it should say. */
  text: string;
  manner: Manner;
  samples: Int16Array;
  sampleRateHz: number;
  corruption: Corruption | null;
  /** What was done to it, for whoever looks into a miss. */
  done: string;
}

/** Renders a text as it should be. */
export async function renderClean(speech: Speech, text: string, manner: Manner): Promise<Rendering> {
  const { samples, sampleRateHz } = await speak(speech, text, manner);
  return { text, manner, samples, sampleRateHz, corruption: null, done: 'nothing' };
}

/**
 * Renders a text wrongly. Words that are dropped, swapped or repeated have four letters or more together; every
 * second time the engine is made to say the wrong text, and otherwise the sound is cut and pasted at the times
 * of the words.
 */
export async function renderCorrupted(
  speech: Speech,
  text: string,
  manner: Manner,
  corruption: Corruption,
  seed: number,
): Promise<Rendering> {
  const random = seededRandom(seed);
  const pick = (count: number) => random.number(count);
  const words = text.split(' ');
  const master = await speak(speech, text, manner);
  const result = (samples: Int16Array, done: string): Rendering => ({
    text,
    manner,
    samples,
    sampleRateHz: master.sampleRateHz,
    corruption,
    done,
  });
  const said = async (wrong: string[], done: string) =>
    result((await speak(speech, wrong.join(' '), manner)).samples, `said: ${done}`);
  const at = (ms: number) => Math.round((ms * master.sampleRateHz) / 1000);
  const wordAt = (index: number) => ({
    from: at(master.words[index]!.startMs),
    to: at(master.words[index]!.endMs),
  });
  const pasteable = master.words.length === words.length;
  const paste = pasteable && seed % 2 === 1;
  switch (corruption) {
    case 'dropped': {
      const count = 1 + pick(2);
      const index = stretchOf(words, count, pick);
      const done = words.slice(index, index + count).join(' ');
      if (!paste) return said(words.toSpliced(index, count), done);
      const [from, to] = [wordAt(index).from, wordAt(index + count - 1).to];
      return result(join([master.samples.subarray(0, from), master.samples.subarray(to)]), `pasted: ${done}`);
    }
    case 'swapped': {
      const index = stretchOf(words.slice(0, -1), 1, pick);
      const [a, b] = [words[index]!, words[index + 1]!];
      if (!paste) return said(words.toSpliced(index, 2, b, a), `${a} ${b}`);
      const [one, two] = [wordAt(index), wordAt(index + 1)];
      const { samples } = master;
      return result(
        join([
          samples.subarray(0, one.from),
          samples.subarray(two.from, two.to),
          samples.subarray(one.from, two.from),
          samples.subarray(two.to),
        ]),
        `pasted: ${a} ${b}`,
      );
    }
    case 'repeated': {
      const count = 1 + pick(3);
      const index = stretchOf(words, count, pick);
      const again = words.slice(index, index + count);
      if (!paste) return said(words.toSpliced(index, 0, ...again), again.join(' '));
      const [from, to] = [wordAt(index).from, wordAt(index + count - 1).to];
      const { samples } = master;
      return result(join([samples.subarray(0, to), samples.subarray(from)]), `pasted: ${again.join(' ')}`);
    }
    case 'cut': {
      const share = (8 + pick(31)) / 100;
      const end = Math.round(master.samples.length * (1 - share));
      return seed % 4 === 0
        ? result(master.samples.slice(master.samples.length - end), `head: ${share.toFixed(2)}`)
        : result(master.samples.slice(0, end), `tail: ${share.toFixed(2)}`);
    }
    case 'babble': {
      const babble = BABBLE[pick(BABBLE.length)]!;
      const { samples: noise } = await speak(speech, babble, manner);
      const place = pasteable ? 1 + pick(words.length) : words.length;
      const position = place >= words.length ? master.samples.length : wordAt(place).from;
      const { samples } = master;
      return result(
        join([samples.subarray(0, position), noise, samples.subarray(position)]),
        `${babble} @${place}`,
      );
    }
  }
}

/** Where `count` words begin that are worth noticing. */
function stretchOf(words: readonly string[], count: number, pick: (count: number) => number): number {
  for (;;) {
    const index = pick(words.length - count + 1);
    if (words.slice(index, index + count).some((word) => word.replace(/\W/g, '').length >= 4)) return index;
  }
}

function join(parts: readonly Int16Array[]): Int16Array {
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    samples.set(part, position);
    position += part.length;
  }
  return samples;
}

function speak(speech: Speech, text: string, manner: Manner): Promise<Master> {
  return speech.speak({
    text,
    language: 'en-US',
    voiceId: manner.voiceId,
    parameters: SpeechParameters.parse(manner.parameters),
    workspaceId: 'bench',
    use: TEST_USE,
    signal: new AbortController().signal,
  });
}
