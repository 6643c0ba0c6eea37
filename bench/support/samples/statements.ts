import { seededRandom } from '../../../server/simulator/seededRandom.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import { SPEAKER, STATEMENT } from '../../../server/voices/custom/statement.ts';
import { MUSIC, playMusic } from './music.ts';
import { type Half, RATE_HZ, type Speaker, say, wayOf } from './recordings.ts';

/** A recording that should be a spoken consent, and whether it is. */
export interface Spoken {
  kind: string;
  done: string;
  statement: string;
  spoken: boolean;
  make(speech: Speech): Promise<Float32Array>;
}

const NAMES = [
  'Vera Vossberg',
  'Tom Baker',
  'Siobhan Okonkwo',
  'Maria Lopez',
  'Jun Watanabe',
  'Ann Lee',
] as const;
const SPEEDS = [1, 0.9, 1.15] as const;

/** Near to the statement, and not it. */
const OTHERS = [
  'I do not want my voice to be copied, and I have not agreed to anything that was said here today.',
  'My name is SPEAKER. I am calling about the recording that you made last week, and I would like to have it removed.',
  'My name is SPEAKER. I am recording this for somebody else, who is not here and has never been asked.',
  'Hello, this is SPEAKER speaking. Please leave a message after the tone and I will call you back as soon as I can.',
] as const;

/** The statement by every voice of a half, in several rooms; and other texts, parts of it, music and silence. */
export function statements(half: Half): Spoken[] {
  const speakers = half.speakers.filter(({ voiceId }) => voiceId.startsWith('flite:'));
  const formant = half.speakers.filter(({ voiceId }) => voiceId.startsWith('espeak:'));
  const nameOf = (index: number) => NAMES[index % NAMES.length]!;
  const statementOf = (index: number) => STATEMENT.replace(SPEAKER, nameOf(index));
  const spoken = (kind: string, who: Speaker, index: number, text: string, isSpoken: boolean): Spoken => {
    const random = seededRandom(half.seed + 5_000 + index);
    const way = wayOf(random, index);
    return {
      kind,
      done: `${who.voiceId} × ${who.throat} %, ${way.done}: ${text}`,
      statement: statementOf(index),
      spoken: isSpoken,
      make: async (speech) => way.apply(await say(speech, text, who, SPEEDS[index % SPEEDS.length]!)),
    };
  };
  const who = (index: number) => speakers[index % speakers.length]!;
  const words = (index: number) => statementOf(index).split(' ');
  const range = (count: number) => Array.from({ length: count }, (_, index) => index);
  return [
    ...range(30).map((i) => spoken('the statement', who(i), i, statementOf(i), true)),
    ...range(6).map((i) =>
      spoken('the statement, formant voices', formant[i % formant.length]!, i, statementOf(i), true),
    ),
    ...range(12).map((i) => spoken('half of it', who(i), i, words(i).slice(0, 13).join(' '), false)),
    ...range(12).map((i) => spoken('the other half', who(i), i, words(i).slice(13).join(' '), false)),
    ...range(24).map((i) => spoken('another text', who(i), i, half.texts[i % half.texts.length]!, false)),
    ...range(12).map((i) =>
      spoken('a text like it', who(i), i, OTHERS[i % OTHERS.length]!.replace('SPEAKER', nameOf(i)), false),
    ),
    ...MUSIC.map((kind, i): Spoken => {
      const random = seededRandom(half.seed + 6_000 + i);
      return {
        kind: 'music or silence',
        done: kind,
        statement: statementOf(i),
        spoken: false,
        make: async () => playMusic(kind, 9, RATE_HZ, random),
      };
    }),
    {
      kind: 'music or silence',
      done: 'silence',
      statement: statementOf(0),
      spoken: false,
      make: async () => new Float32Array(8 * RATE_HZ),
    },
  ];
}
