import { speaks } from '../../../shared/speech/languages.ts';
import type { Desk } from '../../engines/desk.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpokenVoice } from '../contract.ts';

/** A voice and where it is asked to speak. */
export interface Speaker {
  voice: SpokenVoice;
  desk: Desk<SpeechEngine>;
}

/** Everybody who can speak for a workspace, ready to be looked up. */
export interface Directory {
  /** Its own voices first, then those of its engines, most preferred first. */
  readonly all: readonly Speaker[];
  find(voiceId: string): Speaker | undefined;
  /** Why a voice is not found: there is none, or its engine cannot list its voices at the moment. */
  missing(voiceId: string): Error;
  /** Of each engine the first voice of each gender that speaks the language and may speak. */
  nearest(language: string): readonly Speaker[];
}

/** What a workspace wants when a voice cannot speak. */
export interface FallbackChoice {
  /** A voice's own stand-in, by voice id. */
  standIns: Readonly<Record<string, string>>;
  /** Voices for everything else, most preferred first. */
  chain: readonly string[];
}

/** Which kinds of engine stand in when nobody chose: nearest first, and what needs nothing last. */
const KIND_ORDER = ['local', 'cloud', 'builtin'];

/** Throws ProblemError `unknown-voice`, what an engine throws that cannot list its voices, `consent-missing`, or `unsupported-parameter` when the voice does not speak the language. */
export function findSpeaker(directory: Directory, voiceId: string, language: string): Speaker {
  const speaker = directory.find(voiceId);
  if (!speaker) throw directory.missing(voiceId);
  if (speaker.voice.withheld !== undefined) throw new ProblemError('consent-missing', speaker.voice.withheld);
  if (!speaks(speaker.voice, language)) {
    throw new ProblemError(
      'unsupported-parameter',
      `${speaker.voice.name} speaks ${speaker.voice.languages.join(', ')}, not ${language}. Choose a voice of that language.`,
    );
  }
  return speaker;
}

export function unknownVoice(voiceId: string): ProblemError {
  return new ProblemError(
    'unknown-voice',
    `There is no voice “${voiceId.slice(0, 100)}”. List the voices to see which there are.`,
  );
}

/**
 * Who may speak when `asked` cannot, in order: its own stand-in, the workspace's chain, then a voice of each other
 * engine, of the same gender where there is one. Each engine that failed would fail again, so none comes twice.
 */
export function standInsFor(
  asked: Speaker,
  directory: Directory,
  language: string,
  { standIns, chain }: FallbackChoice,
): Speaker[] {
  const chosen = [standIns[asked.voice.id], ...chain].flatMap((id) => {
    const speaker = id === undefined ? undefined : directory.find(id);
    if (!speaker || speaker === asked) return [];
    return speaker.voice.withheld === undefined && speaks(speaker.voice, language) ? [speaker] : [];
  });
  // A built-in engine needs nothing that could be missing: what it cannot speak is not to be spoken worse.
  const nearest = (asked.desk.engine.kind === 'builtin' ? [] : directory.nearest(language))
    .filter(({ desk }) => desk !== asked.desk)
    .sort((a, b) => rank(a, asked) - rank(b, asked));
  const taken = new Set<Desk<SpeechEngine>>();
  const result: Speaker[] = [];
  for (const speaker of [...chosen, ...nearest]) {
    if (taken.has(speaker.desk)) continue;
    taken.add(speaker.desk);
    result.push(speaker);
  }
  return result;
}

function rank({ voice, desk }: Speaker, asked: Speaker): number {
  const sameGender = voice.gender === asked.voice.gender ? 0 : 1;
  return 2 * KIND_ORDER.indexOf(desk.engine.kind) + sameGender;
}
