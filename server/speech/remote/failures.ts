import { ProblemError } from '../../problem.ts';

/** However long an engine asks to be left alone, nobody is told to wait longer than a day. */
const LONGEST_RETRY_AFTER_SECONDS = 86_400;

/** What an engine is asked for: its failures are told in the words of that. */
export type EngineTrade = 'speech' | 'recognition' | 'language';

const WORDS = {
  speech: {
    failed: 'synthesis-failed',
    another: 'choose a voice of another engine',
    refuses: 'this text or this voice',
    instead: 'Change the text, or choose another voice.',
  },
  recognition: {
    failed: 'engine-failed',
    another: 'set up another recogniser',
    refuses: 'this sound or one of its settings',
    instead: 'Send another recording, or set up another recogniser.',
  },
  language: {
    failed: 'engine-failed',
    another: 'set up another model',
    refuses: 'this request',
    instead: 'Correct its settings, or set up another model.',
  },
} as const;

/** What an engine answered instead of what was asked for. */
export interface EngineFailure {
  status: number;
  headers: Headers;
  /** The beginning of its body; never for people, for it may hold anything. */
  body: string;
}

/** An engine's own reading of its failures; undefined leaves it to the status. */
export type TranslateFailure = (failure: EngineFailure) => ProblemError | undefined;

/** What a status means for any engine, in words without anything of the engine's own. */
export function problemOfStatus(
  engine: string,
  { status, headers }: EngineFailure,
  trade: EngineTrade = 'speech',
): ProblemError {
  const retryAfterSeconds = readRetryAfter(headers.get('retry-after'));
  const waiting = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (status === 429) {
    return new ProblemError('engine-busy', `${engine} has too much to do. Try again in a moment.`, waiting);
  }
  if (status === 401 || status === 403) return rejectedKey(engine);
  if (status === 402) return quotaUsedUp(engine, trade);
  if (status === 408 || status === 504) {
    return new ProblemError('timeout', `${engine} says that it took too long. Try again.`, waiting);
  }
  if (status >= 500) {
    return new ProblemError(
      'engine-unavailable',
      `${engine} is in trouble (status ${status}). Try again, or ${WORDS[trade].another}.`,
      waiting,
    );
  }
  if (status >= 300 && status < 400) {
    return new ProblemError(
      'engine-unavailable',
      `${engine} has moved (status ${status}). Correct its address in the settings.`,
    );
  }
  return new ProblemError(
    'engine-refused',
    `${engine} refuses ${WORDS[trade].refuses} (status ${status}). ${WORDS[trade].instead}`,
  );
}

export function rejectedKey(engine: string): ProblemError {
  return new ProblemError(
    'engine-rejected-key',
    `${engine} does not accept the key. Set a valid one in the settings of the engine.`,
  );
}

export function quotaUsedUp(engine: string, trade: EngineTrade = 'speech'): ProblemError {
  return new ProblemError(
    'engine-quota',
    `The quota at ${engine} is used up. Raise it there, or ${WORDS[trade].another}.`,
  );
}

/** An answer that is not what the engine's protocol promises. `what` completes “ElevenLabs …”. */
export function nonsense(engine: string, what: string, trade: EngineTrade = 'speech'): ProblemError {
  return new ProblemError(WORDS[trade].failed, `${engine} ${what}. Try again, or ${WORDS[trade].another}.`);
}

/** Seconds of a Retry-After header, given as seconds or as a date; undefined when it is neither. */
export function readRetryAfter(value: string | null, now = Date.now()): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const text = value.trim();
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  if (!Number.isFinite(seconds)) return undefined;
  return Math.min(LONGEST_RETRY_AFTER_SECONDS, Math.max(0, Math.ceil(seconds)));
}

const OFFLINE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'its address refuses connections',
  ENOTFOUND: 'its address is not known',
  EAI_AGAIN: 'its address cannot be looked up now',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  UND_ERR_CONNECT_TIMEOUT: 'its address does not answer',
  ETIMEDOUT: 'its address does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted here',
};

/** A connection that was not made, or ended before there was an answer. */
export function offline(engine: string, error: unknown, trade: EngineTrade = 'speech'): ProblemError {
  const why = OFFLINE[codeOf(error)] ?? 'the connection to it breaks off';
  return new ProblemError(
    'engine-unavailable',
    `${engine} is offline: ${why}. Try again later, or ${WORDS[trade].another}.`,
  );
}

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
    // Node tries every address of a name; they fail alike.
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return '';
}
