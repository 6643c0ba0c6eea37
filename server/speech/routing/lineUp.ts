import { speaks } from '../../../shared/speech/languages.ts';
import { ProblemError } from '../../problem.ts';
import type { Fallback, LiveVoice } from '../contract.ts';
import {
  type Directory,
  type FallbackChoice,
  findSpeaker,
  type Speaker,
  standInsFor,
  unknownVoice,
  varietyOf,
} from './speakers.ts';

/** Who speaks what is heard at once. */
export interface LineUp {
  /** In order; at least one. */
  speakers: readonly [Speaker, ...Speaker[]];
  /** The first one's own variety of the language. */
  language: string;
  /** Why the voice that should speak is not the first; null when it is, or nobody chose one. */
  instead: Fallback | null;
}

/**
 * Decides who speaks what is heard at once: the voice itself, then the one that was named for it, then the workspace's
 * stand-ins, then whoever is near, built-in voices last. Passed over is who is gone, may not be heard by these
 * listeners, or speaks another language; where nobody speaks the language, they are heard in their own. Throws only
 * where there is nobody at all.
 */
export function lineUp(directory: Directory, wish: LiveVoice, choice: FallbackChoice): LineUp {
  const { voiceId, fallbackVoiceId, language, heardBy } = wish;
  const { asked, refusal } = ask(directory, wish);
  const may = asked && refusal === null ? [asked] : [];
  const named = [fallbackVoiceId, voiceId && choice.standIns[voiceId], ...choice.chain];
  const [first, ...others] = [
    ...may,
    ...standInsFor(directory, named, { language, heardBy, like: asked?.voice, failed: may[0] }),
  ];
  if (first)
    return {
      speakers: [first, ...others],
      language: varietyOf(first.voice, language) ?? language,
      instead: voiceId !== null && refusal ? { voiceId, code: refusal.code, reason: refusal.message } : null,
    };
  const anybody = (asked && refusal?.code === 'unsupported-parameter' && asked) || directory.stock[0];
  const spoken = anybody?.voice.languages[0];
  if (!anybody || spoken === undefined || speaks(anybody.voice, language))
    throw refusal ?? new ProblemError('unknown-voice', `No voice of this workspace speaks ${language}.`);
  return lineUp(directory, { ...wish, language: spoken }, choice);
}

/** The voice that should speak, as far as it is known, and what keeps it from that. */
function ask(
  directory: Directory,
  { voiceId, language, heardBy }: LiveVoice,
): { asked: Speaker | undefined; refusal: ProblemError | null } {
  if (voiceId === null) return { asked: directory.nearest(language)[0], refusal: null };
  const asked = directory.find(voiceId);
  try {
    findSpeaker(directory, voiceId, language, heardBy);
    return { asked, refusal: null };
  } catch (error) {
    return { asked, refusal: error instanceof ProblemError ? error : unknownVoice(voiceId) };
  }
}
