import type { Asked } from '../../../server/dialogue/understanding/asked.ts';
import { openFlite } from '../../../server/providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../../server/providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../../server/providers/builtin/soundswallower/soundswallower.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import type { SpeechRecognizer } from '../../../server/speech/recognition/contract.ts';
import { noise } from '../../support/signals.ts';
import { openTestSpeech } from '../../support/speech.ts';
import { inPercent } from '../running/report.ts';
import type { Run, RunOptions } from '../running/runConversations.ts';
import { FOREIGN_AFTER, SHORT_WORDS, type ShortWords } from '../scenarios/shortWords.ts';
import { LINE_RATE_HZ, speak, throughMuLaw } from './callers.ts';
import { expectedHere, plainWords } from './ear.ts';

/** Noise of a line, in decibels of full scale; null: digital silence. */
const LINES: readonly (number | null)[] = [null, -65, -53];
/** What a call gives its recogniser before somebody speaks, and behind. */
const BEFORE_MS = 300;
const BEHIND_MS = 700;
/** Of foreign words, on the half held out. */
const REJECTION_GOAL = 0.9;

/** One thing said over one line. */
interface Said {
  half: string;
  voice: string;
  noiseDb: number | null;
  kind: 'answer' | 'foreign' | 'about the talk';
  asked: Asked;
  text: string;
  understood: string;
}

/**
 * Short answers and short words that are none, over telephone lines that are silent and that are not, heard as a call
 * hears them: while they are spoken, by what may be said next. `wanted` chooses halves and voices by name.
 */
export async function runShort({ wanted, transcripts, print }: RunOptions): Promise<Run> {
  const speech = openTestSpeech([openFlite({ processes: 1 })]);
  const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
  const all: Said[] = [];
  try {
    for (const [half, words] of Object.entries(SHORT_WORDS)) {
      for await (const said of playHalf(half, words, { speech, recognizer, wanted })) all.push(said);
      const played = all.filter((said) => said.half === half);
      if (played.length === 0) continue;
      for (const noiseDb of LINES) {
        const overIt = played.filter((said) => said.noiseDb === noiseDb);
        print([lineOf(half, noiseDb, overIt)]);
      }
    }
  } finally {
    await Promise.all([speech.close(), recognizer.close()]);
  }
  if (transcripts)
    print(
      all
        .filter((said) => !isRight(said))
        .map(
          ({ voice, noiseDb, asked, text, understood }) =>
            `        ${voice}, ${lineName(noiseDb)}, ${asked}: ${text} → ${understood}`,
        ),
    );
  const heldOut = all.filter(({ half, kind }) => half === 'held out' && kind === 'foreign');
  return { report: all, reached: heldOut.filter(isRight).length >= REJECTION_GOAL * heldOut.length };
}

interface Means {
  speech: Speech;
  recognizer: SpeechRecognizer;
  wanted(name: string): boolean;
}

/** What was asked changes last: reading a grammar takes longer than hearing such a word. */
async function* playHalf(half: string, words: ShortWords, means: Means): AsyncGenerator<Said> {
  const { answers, foreign, aboutTheTalk, voices } = words;
  for (const asked of new Set<Asked>([...(Object.keys(answers) as Asked[]), ...FOREIGN_AFTER])) {
    // Each after one of the questions: which it is matters less than that there are many words.
    const after = <Text>(texts: readonly Text[]) =>
      texts.filter((_, nth) => FOREIGN_AFTER[nth % FOREIGN_AFTER.length] === asked);
    const said = [
      ...(answers[asked] ?? []).map((text) => ({ text, kind: 'answer' as const })),
      ...after(foreign).map((word) => ({ text: `${word}.`, kind: 'foreign' as const })),
      ...after(aboutTheTalk).map((text) => ({ text, kind: 'about the talk' as const })),
    ];
    for (const voice of voices) {
      if (!means.wanted(`${half}: ${voice.name}`)) continue;
      for (const { text, kind } of said) {
        const sound = await speak(means.speech, text, { voice, band: 'telephone', pace: 1 });
        for (const noiseDb of LINES) {
          const understood = await listen(means.recognizer, overLine(sound, noiseDb), asked);
          yield { half, voice: voice.name, noiseDb, kind, asked, text, understood };
        }
      }
    }
  }
}

/** Sound with the line before and behind it, and its noise all over it. */
function overLine(sound: Float32Array, noiseDb: number | null): Float32Array {
  const perMs = LINE_RATE_HZ.telephone / 1000;
  const line = new Float32Array(sound.length + (BEFORE_MS + BEHIND_MS) * perMs);
  line.set(sound, BEFORE_MS * perMs);
  if (noiseDb === null) return line;
  // Of noise that is equally likely at all heights, the mean power is a third of its peak's.
  const peak = 10 ** (noiseDb / 20) * Math.sqrt(3);
  const hiss = noise(line.length);
  return throughMuLaw(line.map((sample, at) => sample + peak * hiss[at]!));
}

async function listen(recognizer: SpeechRecognizer, line: Float32Array, asked: Asked): Promise<string> {
  const stream = recognizer.stream!({
    grammar: expectedHere(asked),
    language: 'en',
    sampleRateHz: LINE_RATE_HZ.telephone,
    signal: new AbortController().signal,
  });
  stream.push(line);
  stream.finish();
  const finals: string[] = [];
  for await (const event of stream.events) if (event.type === 'final') finals.push(event.text);
  return finals.join(' ').trim();
}

/** Nothing of a foreign word, an answer of yes or no by what it comes to, everything else word for word. */
function isRight({ kind, asked, text, understood }: Said): boolean {
  if (kind === 'foreign') return understood === '';
  if (plainWords(understood).join(' ') === plainWords(text).join(' ')) return true;
  return kind === 'answer' && asked === 'yes-no' && meaningOf(understood) === meaningOf(text);
}

/** `yes` or `no` where nothing else is said; else the answer itself. */
function meaningOf(answer: string): string {
  const words = plainWords(answer).filter((word) => !COURTESY.has(word));
  if (words.length === 0) return answer;
  if (words.every((word) => YES.has(word))) return 'yes';
  return words.every((word) => NO.has(word)) ? 'no' : answer;
}
const COURTESY = new Set(['uh', 'um', 'well', 'so', 'please', 'thanks', 'thank', 'you']);
const YES = new Set(['yes', 'yeah', 'yep', 'sure', 'okay', 'right', 'correct']);
const NO = new Set(['no', 'nope']);

const lineName = (noiseDb: number | null) => (noiseDb === null ? 'silence' : `${noiseDb} dB`);

function lineOf(half: string, noiseDb: number | null, said: readonly Said[]): string {
  const share = (kind: Said['kind']) => {
    const those = said.filter((one) => one.kind === kind);
    const right = those.filter(isRight).length;
    return `${right} of ${those.length} (${inPercent(right, those.length)})`;
  };
  return [
    `${half}, ${lineName(noiseDb)}`.padEnd(22),
    `answers ${share('answer')}`,
    `foreign words rejected ${share('foreign')}`,
    `about the talk ${share('about the talk')}`,
  ].join(' · ');
}
