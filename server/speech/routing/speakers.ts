import type { Voice } from '../../../shared/api/voices.ts';
import { baseOf, speaks } from '../../../shared/speech/languages.ts';
import type { Desk } from '../../engines/desk.ts';
import { ProblemError } from '../../problem.ts';
import type { Listeners, SpeechEngine, SpokenVoice } from '../contract.ts';

/** A voice and where it is asked to speak. */
export interface Speaker {
  voice: SpokenVoice;
  desk: Desk<SpeechEngine>;
}

/** Everybody who can speak for a workspace, ready to be looked up. */
export interface Directory {
  /** Its own voices first, then those of its engines, most preferred first. */
  readonly all: readonly Speaker[];
  /** Those of its engines alone: somebody's own voice speaks only where somebody named it. */
  readonly stock: readonly Speaker[];
  find(voiceId: string): Speaker | undefined;
  /** Why a voice is not found: there is none, or its engine cannot list its voices at the moment. */
  missing(voiceId: string): Error;
  /** Of each engine's own voices the first of each gender that speaks the language. */
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
export function findSpeaker(
  directory: Directory,
  voiceId: string,
  language: string,
  heardBy: Listeners = 'members',
): Speaker {
  const speaker = directory.find(voiceId);
  if (!speaker) throw directory.missing(voiceId);
  const withheld = withheldFrom(heardBy, speaker.voice);
  if (withheld !== null) throw new ProblemError('consent-missing', withheld);
  if (!speaks(speaker.voice, language)) {
    throw new ProblemError(
      'unsupported-parameter',
      `${speaker.voice.name} speaks ${speaker.voice.languages.join(', ')}, not ${language}. Choose a voice of that language.`,
    );
  }
  return speaker;
}

/** Why these may not hear a voice now, in words; null when they may. */
export const withheldFrom = (heardBy: Listeners, voice: SpokenVoice): string | null =>
  voice.withheldFrom?.(heardBy) ?? null;

export function unknownVoice(voiceId: string): ProblemError {
  return new ProblemError(
    'unknown-voice',
    `There is no voice “${voiceId.slice(0, 100)}”. List the voices to see which there are.`,
  );
}

/**
 * Who may speak in another's place, in order: those that were named for it, then a voice of each engine, like that one
 * where there is one. Each engine that failed would fail again, so none comes twice, and `failed` only where its engine
 * was named.
 */
export function standInsFor(
  directory: Directory,
  named: readonly (string | null | undefined)[],
  {
    language,
    heardBy,
    like,
    failed,
  }: { language: string; heardBy: Listeners; like: SpokenVoice | undefined; failed: Speaker | undefined },
): Speaker[] {
  const chosen = named.flatMap((id) => {
    const speaker = id ? directory.find(id) : undefined;
    if (!speaker || speaker === failed || speaker.voice.id === like?.id) return [];
    const may = withheldFrom(heardBy, speaker.voice) === null;
    return may && speaks(speaker.voice, language) ? [speaker] : [];
  });
  // A built-in engine needs nothing that could be missing: what it cannot speak is not to be spoken worse.
  const nearest = (failed?.desk.engine.kind === 'builtin' ? [] : directory.nearest(language))
    .filter(({ desk }) => desk !== failed?.desk)
    .sort((a, b) => rank(a, like) - rank(b, like));
  const taken = new Set<Desk<SpeechEngine>>();
  const result: Speaker[] = [];
  for (const speaker of [...chosen, ...nearest]) {
    if (taken.has(speaker.desk)) continue;
    taken.add(speaker.desk);
    result.push(speaker);
  }
  return result;
}

function rank({ voice, desk }: Speaker, like: SpokenVoice | undefined): number {
  const sameGender = like === undefined || voice.gender === like.gender ? 0 : 1;
  return 2 * KIND_ORDER.indexOf(desk.engine.kind) + sameGender;
}

/** What a voice calls a language: the same variety where it has it. */
export function varietyOf({ languages }: Pick<Voice, 'languages'>, language: string): string | undefined {
  const same = languages.find((spoken) => spoken.toLowerCase() === language.toLowerCase());
  return same ?? languages.find((spoken) => baseOf(spoken) === baseOf(language));
}
