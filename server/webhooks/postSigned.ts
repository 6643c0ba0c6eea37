import { Webhook } from 'standardwebhooks';
import { openOutside, readAnswer } from '../outbound/openOutside.ts';

/** For the whole exchange: connecting, sending and the beginning of the answer. */
const DELIVERY_TIMEOUT_MS = 10_000;
/** So much of an answer is kept, for the delivery log; the rest is not read. */
const KEPT_ANSWER_BYTES = 1024;

export interface Message {
  /** The same for every attempt, so that receivers notice repetitions. */
  id: string;
  payload: unknown;
}

/**
 * Posts a message signed as the Standard Webhooks specification says and gives the status and the beginning
 * of the answer. Follows no redirects. Throws when no answer came in time, or `address-not-allowed`.
 */
export async function postSigned(
  address: string,
  secret: string,
  message: Message,
  allowPrivateNetworks: boolean,
): Promise<{ status: number; answer: string }> {
  const body = JSON.stringify(message.payload);
  const now = new Date();
  const signal = AbortSignal.timeout(DELIVERY_TIMEOUT_MS);
  try {
    const answer = await openOutside({
      url: new URL(address),
      method: 'POST',
      body,
      signal,
      allowPrivateNetworks,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'VoiceOps-Studio-Webhooks',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(message.id, now, body),
      },
    });
    const read = await readAnswer(answer, KEPT_ANSWER_BYTES);
    return { status: answer.statusCode ?? 0, answer: read.body.toString('utf8') };
  } catch (error) {
    throw signal.aborted
      ? new Error(`No answer within ${DELIVERY_TIMEOUT_MS / 1000} seconds.`, { cause: error })
      : error;
  }
}
