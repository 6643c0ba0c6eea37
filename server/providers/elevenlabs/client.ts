import { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import { askEngine, type EngineAnswer, type EngineRequest } from '../../speech/remote/askEngine.ts';
import {
  type EngineFailure,
  quotaUsedUp,
  readRetryAfter,
  rejectedKey,
  type TranslateFailure,
} from '../../speech/remote/failures.ts';

/** Whose account is asked, and where. */
export interface ElevenLabs {
  baseUrl: string;
  apiKey: string;
}

export const NAME = 'ElevenLabs';

/** Asks ElevenLabs; throws what `askEngine` throws, its own failures read. `translate` may read them before. */
export function askElevenLabs(
  { baseUrl, apiKey }: ElevenLabs,
  path: string,
  request: Pick<EngineRequest, 'method' | 'body' | 'accepts' | 'limits' | 'signal' | 'translate'>,
): Promise<EngineAnswer> {
  return askEngine({
    ...request,
    engine: NAME,
    url: `${baseUrl}${path}`,
    headers: { 'xi-api-key': apiKey },
    translate: (failure) => request.translate?.(failure) ?? translate(failure),
  });
}

const Detail = z.object({ detail: z.object({ status: z.string().nullish(), code: z.string().nullish() }) });

/** The code in a failure's body, such as `quota_exceeded`; empty where there is none. */
export function codeOf({ body }: EngineFailure): string {
  try {
    const { status, code } = Detail.parse(JSON.parse(body)).detail;
    return status ?? code ?? '';
  } catch {
    return '';
  }
}

const translate: TranslateFailure = (failure) => {
  const refused = (sentence: string) => new ProblemError('engine-refused', sentence);
  switch (codeOf(failure)) {
    case 'quota_exceeded':
    case 'character_limit_exceeded':
    case 'payment_required':
    case 'subscription_paused':
      return quotaUsedUp(NAME);
    case 'invalid_api_key':
    case 'missing_permissions':
    case 'needs_authorization':
    case 'sign_in_required':
      return rejectedKey(NAME);
    case 'detected_unusual_activity':
      return new ProblemError(
        'engine-rejected-key',
        `${NAME} has blocked the account for unusual activity. Sign in there to see why.`,
      );
    case 'max_character_limit_exceeded':
    case 'text_too_long':
      return refused(`The text is too long for ${NAME}. Shorten it.`);
    case 'voice_not_found':
    case 'invalid_voice_id':
      return refused(`${NAME} does not have this voice any more. Choose another one.`);
    case 'voice_not_fine_tuned':
      return refused(`${NAME} has not finished this voice. Choose another one, or wait.`);
    case 'model_not_found':
    case 'model_access_denied':
      return refused(`${NAME} does not offer the model to this key. Choose a voice of another engine.`);
    case 'voice_limit_reached':
      return refused(
        `The account at ${NAME} has no place for another voice. Remove one there, or take a larger plan.`,
      );
    case 'can_not_use_instant_voice_cloning':
    case 'can_not_use_voice_cloning':
      return refused(`The plan at ${NAME} does not include making voices. Take another plan there.`);
    case 'too_many_concurrent_requests':
    case 'concurrent_limit_exceeded':
      return busy(
        `${NAME} is asked for more at once than the plan allows. Try again in a moment.`,
        failure,
        1,
      );
    case 'system_busy':
      return busy(`${NAME} has too much to do. Try again in a moment.`, failure, 5);
    default:
      return failure.status === 422
        ? refused(`${NAME} refuses this text or one of the settings of its voice.`)
        : undefined;
  }
};

/** `seconds` are those to wait where the engine does not say. */
function busy(sentence: string, { headers }: EngineFailure, seconds: number): ProblemError {
  const retryAfterSeconds = readRetryAfter(headers.get('retry-after')) ?? seconds;
  return new ProblemError('engine-busy', sentence, { retryAfterSeconds });
}
