import { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import {
  quotaUsedUp,
  readRetryAfter,
  rejectedKey,
  type TranslateFailure,
} from '../../speech/remote/failures.ts';

const ENGINE = 'Google Cloud';

/** google.rpc.Status as JSON, as far as it is read. */
const Status = z.object({
  error: z.object({
    status: z.string().optional(),
    message: z.string().optional(),
    details: z
      .array(
        z.object({
          reason: z.string().optional(),
          retryDelay: z.string().optional(),
          metadata: z.record(z.string(), z.string()).optional(),
        }),
      )
      .optional(),
  }),
});

const KEY_REASONS = /^(API_KEY_|ACCESS_TOKEN_|CREDENTIALS_MISSING|CONSUMER_INVALID)/;

/** Google's failures: their reasons tell apart what shares a status. */
export const translateGoogle: TranslateFailure = ({ status, headers, body }) => {
  const read = Status.safeParse(parse(body));
  if (!read.success) return undefined;
  const { details = [], message = '' } = read.data.error;
  const reasons = details.flatMap(({ reason }) => (reason ? [reason] : []));
  if (reasons.some((reason) => KEY_REASONS.test(reason))) return rejectedKey(ENGINE);
  if (reasons.includes('SERVICE_DISABLED')) {
    return new ProblemError(
      'engine-rejected-key',
      'The Cloud Text-to-Speech API is not enabled for the project of this key. Enable it in the Google Cloud console.',
    );
  }
  if (reasons.includes('BILLING_DISABLED')) {
    return new ProblemError(
      'engine-quota',
      'The Google Cloud project of this key has no billing. Enable it in the Google Cloud console.',
    );
  }
  if (status === 429) {
    const limits = details.flatMap(({ metadata }) => Object.values(metadata ?? {})).join(' ');
    if (/per.?day|per.?month/i.test(`${limits} ${message}`)) return quotaUsedUp(ENGINE);
    const asked = details.find(({ retryDelay }) => retryDelay)?.retryDelay?.replace(/s$/, '');
    const retryAfterSeconds = readRetryAfter(asked ?? headers.get('retry-after'));
    return new ProblemError('engine-busy', `${ENGINE} has too much to do. Try again in a moment.`, {
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  if (status === 400 && /sentences? that (is|are) too long/i.test(message)) {
    return new ProblemError(
      'engine-refused',
      'Google finds a sentence too long. End it earlier, or choose another voice.',
    );
  }
  return undefined;
};

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
