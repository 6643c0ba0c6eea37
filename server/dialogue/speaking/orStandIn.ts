import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { ProblemError } from '../../problem.ts';
import type { Master, SpeakRequest, Speech } from '../../speech/contract.ts';

/** Who speaks when a personality's voice cannot, and how: nothing that was set for the other voice holds for it. */
export interface StandIn {
  voiceId: string;
  parameters: SpeechParameters;
}

/**
 * Speaks in the voice itself, else in the one the personality names for that, else in whoever the workspace has.
 * Throws what speaking throws when nobody can.
 */
export async function speakOrStandIn(
  speech: Pick<Speech, 'speak'>,
  asked: SpeakRequest,
  standIn: StandIn | null,
): Promise<Master> {
  if (!standIn || standIn.voiceId === asked.voiceId) return speech.speak({ ...asked, fallback: 'allowed' });
  try {
    return await speech.speak({ ...asked, fallback: 'never' });
  } catch (error) {
    if (asked.signal.aborted || !(error instanceof ProblemError)) throw error;
    const master = await speech.speak({ ...asked, ...standIn, fallback: 'allowed' });
    return { ...master, fallback: { voiceId: asked.voiceId, code: error.code, reason: error.message } };
  }
}
