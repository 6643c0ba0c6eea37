import { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import {
  askEngine,
  type EngineAnswer,
  type EngineRequest,
  speechLimits,
} from '../../speech/remote/askEngine.ts';
import {
  type EngineTrade,
  quotaUsedUp,
  rejectedKey,
  type TranslateFailure,
} from '../../speech/remote/failures.ts';
import type { Heard } from '../../speech/remote/heard.ts';
import { lookAt } from '../../speech/remote/lookAt.ts';
import { readWav } from '../../speech/remote/wavStream.ts';

/** A server that speaks OpenAI's dialect: `baseUrl` ends in `/v1`, or in whatever stands for it there. */
export interface OpenAiServer {
  /** For messages. */
  name: string;
  baseUrl: string;
  apiKey: string | undefined;
}

/** What `POST /audio/speech` takes. */
export interface SpeechBody {
  model: string;
  voice: string;
  input: string;
  speed?: number;
  instructions?: string;
}

/** Bytes of a second of the widest audio that is asked for: 48 kHz, 16 bits. */
const BYTES_PER_SECOND = 96_000;

/**
 * Asks for speech, and gives it as it arrives; throws what `askEngine` and `readWav` throw. It is asked for as a file,
 * which says its rate: raw samples of another rate than the documented one would be heard slower or faster.
 */
export async function* askSpeech(
  server: OpenAiServer,
  body: SpeechBody,
  signal: AbortSignal,
): AsyncGenerator<Heard> {
  const { chunks } = await askServer(server, '/audio/speech', {
    method: 'POST',
    body: { ...body, response_format: 'wav' },
    // Some gateways name no type of their own for it.
    accepts: /^(audio\/|application\/octet-stream$)/,
    limits: speechLimits(body.input.length, BYTES_PER_SECOND),
    signal,
  });
  yield* readWav(server.name, chunks);
}

/** Whether it is there and takes the key; throws what stands in its way. */
export const lookAtServer = (server: OpenAiServer, trade: EngineTrade, signal: AbortSignal): Promise<void> =>
  lookAt({ engine: server.name, url: `${server.baseUrl}/models`, headers: keyOf(server), trade, signal });

const keyOf = ({ apiKey }: OpenAiServer): Record<string, string> =>
  apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };

/** Any request to the server, with its key and its failures read. */
export function askServer(
  server: OpenAiServer,
  path: string,
  request: Pick<EngineRequest, 'method' | 'body' | 'accepts' | 'limits' | 'signal' | 'trade'>,
): Promise<EngineAnswer> {
  return askEngine({
    ...request,
    engine: server.name,
    url: `${server.baseUrl}${path}`,
    headers: keyOf(server),
    translate: translate(server.name, request.trade),
  });
}

const ErrorBody = z.object({
  error: z.object({ code: z.string().nullish(), type: z.string().nullish(), param: z.string().nullish() }),
});

/** The codes of its errors that say more than their status. */
function translate(engine: string, trade: EngineTrade = 'speech'): TranslateFailure {
  return ({ body }) => {
    const { code, type, param } = readError(body);
    if (
      code === 'insufficient_quota' ||
      code === 'billing_hard_limit_reached' ||
      type === 'insufficient_quota'
    )
      return quotaUsedUp(engine, trade);
    if (code === 'invalid_api_key') return rejectedKey(engine);
    if (code === 'model_not_found' && trade === 'recognition')
      return new ProblemError(
        'engine-refused',
        `${engine} does not offer the model that transcribes to this key. Allow it there, or set up another recogniser.`,
      );
    if (code === 'model_not_found') {
      return new ProblemError(
        'engine-refused',
        `${engine} does not offer this voice's model to this key. Choose another voice, or allow the model there.`,
      );
    }
    if (code === 'string_above_max_length')
      return new ProblemError('engine-refused', `The text is too long for ${engine}. Shorten it.`);
    if (param === 'voice')
      return new ProblemError('engine-refused', `${engine} does not know this voice. Choose another one.`);
    return undefined;
  };
}

function readError(body: string): z.infer<typeof ErrorBody>['error'] {
  try {
    return ErrorBody.parse(JSON.parse(body)).error;
  } catch {
    return {};
  }
}
