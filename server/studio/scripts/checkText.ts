import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { ProblemError } from '../../problem.ts';
import type { Speech } from '../../speech/contract.ts';

/** What depends on the voice that will speak, which nobody has chosen yet. */
const DEPENDS_ON_VOICE = new Set(['unknown-voice', 'unsupported-markup', 'unsupported-parameter']);

/**
 * Checks what is true of a text whoever speaks it. Throws `empty-text`, `text-too-long`,
 * `invalid-characters` or `invalid-markup`.
 */
export function checkText(speech: Speech, text: string, language: string): void {
  const [first, ...rest] = speech.voices;
  if (!first) throw new ProblemError('engine-unavailable', 'No voice engine is available to read the text.');
  const patient = rest.reduce(
    (best, voice) => (voice.capabilities.maxCharacters > best.capabilities.maxCharacters ? voice : best),
    first,
  );
  try {
    speech.check({ text, language, voiceId: patient.id, parameters: SpeechParameters.parse({}) });
  } catch (error) {
    if (!(error instanceof ProblemError && DEPENDS_ON_VOICE.has(error.code))) throw error;
  }
}
