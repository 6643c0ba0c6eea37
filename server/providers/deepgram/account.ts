import { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import type { EngineLimits } from '../../speech/remote/askEngine.ts';
import { quotaUsedUp, rejectedKey, type TranslateFailure } from '../../speech/remote/failures.ts';

/** Whose account is asked, and where; `patience` is for tests. */
export interface Deepgram {
  apiKey: string;
  baseUrl: string;
  patience?: Partial<EngineLimits>;
}

export const NAME = 'Deepgram';

const Body = z.object({ err_code: z.string() });

/** The codes in its bodies that say more than their status. */
export const translateDeepgram: TranslateFailure = ({ body, headers }) => {
  switch (codeOf(body) || headers.get('dg-error-code')) {
    case 'INVALID_AUTH':
    case 'INSUFFICIENT_PERMISSIONS':
      return rejectedKey(NAME);
    case 'ASR_PAYMENT_REQUIRED':
    case 'PAYMENT_REQUIRED':
      return quotaUsedUp(NAME, 'recognition');
    case 'PAYLOAD_TOO_LARGE':
      return new ProblemError('engine-refused', 'The recording is too large for Deepgram. Send it in parts.');
    default:
      return undefined;
  }
};

function codeOf(body: string): string {
  try {
    return Body.parse(JSON.parse(body)).err_code;
  } catch {
    return '';
  }
}
