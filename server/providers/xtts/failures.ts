import { ProblemError } from '../../problem.ts';
import type { TranslateFailure } from '../../speech/remote/failures.ts';

/** These servers answer 500 to what is wrong with the request, too; only the words tell it apart. */
export const translateXtts: TranslateFailure = ({ status, body }) => {
  if (/language code sent is either unsupported|literal_error[\s\S]*language/i.test(body)) {
    return new ProblemError(
      'engine-refused',
      'The XTTS server does not speak this language. Choose another voice.',
    );
  }
  if (/speaker .{0,200} not found|no wav files found/i.test(body)) {
    return new ProblemError(
      'engine-refused',
      'The XTTS server no longer has this speaker. Choose another voice, or put its recording back there.',
    );
  }
  if (status === 500 || status === 422 || status === 400) {
    return new ProblemError(
      status === 500 ? 'synthesis-failed' : 'engine-refused',
      `The XTTS server could not speak this (status ${status}). Try again, or change the text.`,
    );
  }
  return undefined;
};
