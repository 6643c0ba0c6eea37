import { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import type { CallControl } from './mediaStream.ts';
import { dial } from './twiml.ts';

/** For an answer of Twilio's REST interface. */
const ANSWER_MS = 10_000;
/** What may be asked twice is asked so often, waiting in between as told, but never longer than this. */
const TRIES = 3;
const PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;

/** What only Twilio itself can do with calls (twilio.com/docs/voice/api/call-resource). */
export interface TwilioControl extends CallControl {
  /** Calls somebody; gives the call's name at Twilio. What it is told to do is asked for at `url`. */
  create(call: { from: string; to: string; url: string; statusUrl: string }): Promise<string>;
  /** Ends a call, ringing or not. One that is over already is no failure. */
  hangUp(callSid: string): Promise<void>;
}

const Created = z.object({ sid: z.string().min(1).max(64) });
const Refusal = z.object({ code: z.number().optional(), message: z.string().optional() });

/** Twilio's REST interface at `baseUrl`. Every failure is a ProblemError with the code of an engine. */
export function openTwilioControl({
  baseUrl,
  accountSid,
  authToken,
  handedOver,
  pauseMs = PAUSE_MS,
  answerMs = ANSWER_MS,
}: {
  baseUrl: string;
  accountSid: string;
  authToken: string;
  /** What is asked and told of callers who are handed over to somebody else. */
  handedOver: { answeredUrl: string; overUrl: string };
  pauseMs?: number;
  answerMs?: number;
}): TwilioControl {
  const calls = `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Calls`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

  async function post(url: string, form: Record<string, string>): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { authorization, accept: 'application/json' },
        body: new URLSearchParams(form),
        signal: AbortSignal.timeout(answerMs),
        redirect: 'error',
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      throw refusalOf(response, text);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      const late = error instanceof Error && error.name === 'TimeoutError';
      throw new ProblemError(
        late ? 'timeout' : 'engine-unavailable',
        late
          ? 'Twilio did not answer in time.'
          : 'Twilio could not be reached, or what it answered not be read.',
        { cause: error },
      );
    }
  }

  /** For what does the same when it is done twice; `onlyIf` says which failures are worth it. */
  async function repeatedly<T>(work: () => Promise<T>, onlyIf: (error: ProblemError) => boolean): Promise<T> {
    for (let left = TRIES - 1; ; left--) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ProblemError) || left === 0 || !onlyIf(error)) throw error;
        const told = error.retryAfterSeconds === undefined ? pauseMs : error.retryAfterSeconds * 1000;
        if (told > LONGEST_PAUSE_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, told));
      }
    }
  }

  const update = (callSid: string, form: Record<string, string>) =>
    repeatedly(
      () => post(`${calls}/${encodeURIComponent(callSid)}.json`, form),
      (error) => error.retryable,
    );

  return {
    async transfer(callSid, to, ringMs) {
      await update(callSid, { Twiml: dial(to, { ringMs, ...handedOver }) });
    },
    async hangUp(callSid) {
      try {
        await update(callSid, { Status: 'completed' });
      } catch (error) {
        if (!(error instanceof ProblemError && error.code === 'not-found')) throw error;
      }
    },
    async create({ from, to, url, statusUrl }) {
      const answer = await repeatedly(
        () =>
          post(`${calls}.json`, {
            From: from,
            To: to,
            Url: url,
            Method: 'POST',
            StatusCallback: statusUrl,
            StatusCallbackMethod: 'POST',
          }),
        // A call that may have been placed is not placed again: Twilio said that this one was not.
        (error) => error.code === 'engine-busy',
      );
      const created = Created.safeParse(answer);
      if (!created.success)
        throw new ProblemError('engine-failed', 'Twilio answered without the name of the call.');
      return created.data.sid;
    },
  };
}

/** What Twilio says why not, in our words; its own message only where the caller can act on it. */
function refusalOf(response: Response, text: string): ProblemError {
  const { status } = response;
  const retryAfterSeconds = secondsOf(response.headers.get('retry-after'));
  const more = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (status === 401 || status === 403)
    return new ProblemError(
      'engine-rejected-key',
      'Twilio does not accept TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or the account may not do this.',
    );
  if (status === 404)
    return new ProblemError('not-found', 'Twilio knows no such call; it is over, most likely.');
  if (status === 429)
    return new ProblemError('engine-busy', 'Twilio has too much to do for this account.', more);
  if (status >= 500) return new ProblemError('engine-unavailable', 'Twilio has trouble at the moment.', more);
  const { code, message } = readRefusal(text);
  const why = message ? `: ${message.slice(0, 300)}` : '.';
  return new ProblemError('engine-refused', `Twilio refused this${code ? ` (${code})` : ''}${why}`);
}

function readRefusal(text: string): z.infer<typeof Refusal> {
  try {
    return Refusal.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** `Retry-After` in seconds, or as a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
