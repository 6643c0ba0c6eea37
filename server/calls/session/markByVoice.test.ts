import { afterAll, expect, test } from 'vitest';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { decodeMuLaw, encodeMuLaw } from '../../audio/g711.ts';
import { resample } from '../../audio/resample.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { readMark } from '../flows/understanding/mark.ts';
import { expectedAnswer } from './expectedAnswer.ts';

const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
const speech = openTestSpeech([openFlite({ processes: 1 })]);
afterAll(() => Promise.all([recognizer.close(), speech.close()]));
const signal = new AbortController().signal;
const { task } = expectedAnswer({ what: 'mark', mostKeys: 1 }, 'en-US');
/** What is kept of a line's silence before words, and what ends them. */
const LEAD = new Array<number>(0.3 * CALL_RATE_HZ).fill(0);

/** The mark that is understood of it on a telephone. */
async function markOf(text: string, voiceId: string) {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId,
    parameters: SpeechParameters.parse({}),
    workspaceId: 'test',
    use: TEST_USE,
    signal,
  });
  const line = resample(Float32Array.from(samples), sampleRateHz, CALL_RATE_HZ);
  const stream = recognizer.stream!({ language: 'en-US', ...task, sampleRateHz: CALL_RATE_HZ, signal });
  stream.push(decodeMuLaw(encodeMuLaw(Int16Array.from([...LEAD, ...line, ...LEAD]))));
  stream.finish();
  const texts: string[] = [];
  for await (const event of stream.events) if (event.type === 'final') texts.push(event.text);
  return readMark(texts.join(' '), false);
}

const VOICES = ['flite:awb', 'flite:kal', 'flite:rms', 'flite:slt'];

test.each([
  ['Very good.', '5'],
  ['It was very good.', '5'],
  ['Pretty good.', '4'],
  ['Fine.', '3'],
  ['All right.', '3'],
  ['Four out of five.', '4'],
  ['Not very good.', '2'],
  ['Bad.', '2'],
  ['Very bad.', '1'],
])(
  'every voice can say it on a telephone: %s',
  async (text, mark) => {
    for (const voice of VOICES) expect([voice, await markOf(text, voice)]).toEqual([voice, mark]);
  },
  60_000,
);

test.each(['Where is my order?', 'Eleven yellow bicycles.', 'My dog is asleep.', 'I will call tomorrow.'])(
  'what is none is taken for none: %s',
  async (text) => {
    for (const voice of VOICES) expect([voice, await markOf(text, voice)]).toEqual([voice, null]);
  },
  60_000,
);
