import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { checkedHost, publicOnlyLookup } from './allowedAddress.ts';

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
  const url = new URL(address);
  const body = JSON.stringify(message.payload);
  const now = new Date();
  const options = {
    host: checkedHost(url, allowPrivateNetworks),
    port: url.port || undefined,
    path: `${url.pathname}${url.search}`,
    method: 'POST',
    agent: false as const,
    signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
    ...(allowPrivateNetworks ? {} : { lookup: publicOnlyLookup }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'VoiceOps-Studio-Webhooks',
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(message.id, now, body),
    },
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
      const chunks: Buffer[] = [];
      let keptBytes = 0;
      const finish = () => {
        const answer = Buffer.concat(chunks).subarray(0, KEPT_ANSWER_BYTES).toString('utf8');
        resolve({ status: response.statusCode!, answer });
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        keptBytes += chunk.length;
        if (keptBytes >= KEPT_ANSWER_BYTES) finish();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.name === 'TimeoutError' || error.code === 'ABORT_ERR'
          ? new Error(`No answer within ${DELIVERY_TIMEOUT_MS / 1000} seconds.`, { cause: error })
          : error,
      ),
    );
    request.end(body);
  });
}
