import { askedIn } from '../../../server/dialogue/understanding/asked.ts';
import { openEspeak } from '../../../server/providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../../../server/providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../../server/providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../../server/providers/builtin/soundswallower/soundswallower.ts';
import { openTestSpeech } from '../../support/speech.ts';
import { builtinAgents } from '../running/builtin.ts';
import { play } from '../running/play.ts';
import { inPercent, type Result } from '../running/report.ts';
import type { TalkMeans } from '../running/talk.ts';
import { OUTSIDE_PHRASES, PHRASE_LISTS } from '../scenarios/phrases.ts';
import { OUTSIDE_SPEECH, SPOKEN } from '../scenarios/spoken.ts';
import { BANDS, type Band, VOICES, type Voice } from './callers.ts';
import { Ear, type Heard } from './ear.ts';

/** What became of one voice over one line. */
export interface SpokenReport {
  voice: Voice;
  band: Band;
  heard: Heard;
  outside: { count: number; rejected: number };
  phrases: { count: number; right: number; outside: number; rejected: number };
  results: Result[];
}

/** Who is not understood at all says it once more, and once more, each time slower. */
const PACES = [1, 0.9, 0.8] as const;
/** What the agent is given when nothing was understood. */
const NOTHING = '…';

/**
 * Calls with synthesised callers: speech over a line, recognised by what may be said next, answered by the built-in
 * agent with its tools, and spoken. `wanted` chooses voices and bands by name.
 */
export async function* playSpoken(
  means: TalkMeans,
  wanted: (name: string) => boolean,
): AsyncGenerator<SpokenReport> {
  const speech = openTestSpeech([openFlite({ processes: 1 }), openEspeak({ processes: 1 })]);
  const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
  const agents = builtinAgents();
  try {
    for (const voice of VOICES)
      for (const band of BANDS) {
        if (!wanted(`${voice.name}, ${band}`)) continue;
        const ear = new Ear({ speech, recognizer, voice, band });
        const results: Result[] = [];
        for (const scenario of SPOKEN)
          results.push(
            await play({ ...means, speech, agents, line: lineOf(ear) }, `${voice.name}, ${band}`, scenario),
          );
        const rejected = await countRejected(ear);
        const phrases = await countPhrases(ear);
        const outside = { count: OUTSIDE_SPEECH.length, rejected };
        yield { voice, band, heard: ear.heard, outside, phrases, results };
      }
  } finally {
    await Promise.all([speech.close(), recognizer.close(), agents.close()]);
  }
}

/** A line on which each sentence is said until something of it is understood. */
function lineOf(ear: Ear) {
  return async (text: string, heardBefore: string): Promise<string> => {
    const asked = askedIn(heardBefore);
    for (const pace of PACES) {
      const understood = await ear.listen(text, asked, pace);
      if (understood !== '') return understood;
    }
    return NOTHING;
  };
}

async function countRejected(ear: Ear): Promise<number> {
  let rejected = 0;
  for (const text of OUTSIDE_SPEECH) if ((await ear.recognise(text, 'anything')) === '') rejected += 1;
  return rejected;
}

async function countPhrases(ear: Ear): Promise<SpokenReport['phrases']> {
  const counts = { count: 0, right: 0, outside: 0, rejected: 0 };
  for (const list of PHRASE_LISTS) {
    for (const phrase of list) {
      counts.count += 1;
      if ((await ear.choose(phrase, list)) === phrase) counts.right += 1;
    }
    for (const text of OUTSIDE_PHRASES) {
      counts.outside += 1;
      if ((await ear.choose(text, list)) === '') counts.rejected += 1;
    }
  }
  return counts;
}

/** One line for each voice and band. */
export function lineOfSpoken({ voice, band, heard, outside, phrases, results }: SpokenReport): string {
  const passed = results.filter(({ complaints }) => complaints.length === 0).length;
  const { words, wrongWords, sentences, wholeSentences } = heard;
  return [
    `${`${voice.name}, ${band}`.padEnd(46)}`,
    `word error ${inPercent(wrongWords, words)}`,
    `whole sentences ${wholeSentences} of ${sentences}`,
    `conversations ${passed} of ${results.length}`,
    `other talk rejected ${outside.rejected} of ${outside.count}`,
    `phrases ${phrases.right} of ${phrases.count}, none of them rejected ${phrases.rejected} of ${phrases.outside}`,
  ].join(' · ');
}
