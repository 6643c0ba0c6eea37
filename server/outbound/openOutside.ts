import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { checkedHost, publicOnlyLookup } from './allowedAddress.ts';

export interface OutsideRequest {
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  signal: AbortSignal;
  /** Whether private networks and this machine may be called. */
  allowPrivateNetworks: boolean;
}

/**
 * Asks an address that people named, and gives the answer as it begins; whoever takes it reads or destroys it. The
 * connection goes to the very address that was checked, and redirects are not followed. Throws `address-not-allowed`,
 * what the connection failed with, or the signal's reason.
 */
export async function openOutside({
  url,
  method,
  headers,
  body,
  signal,
  allowPrivateNetworks,
}: OutsideRequest): Promise<IncomingMessage> {
  const options = {
    host: checkedHost(url, allowPrivateNetworks),
    port: url.port || undefined,
    path: `${url.pathname}${url.search}`,
    method,
    agent: false as const,
    signal,
    ...(allowPrivateNetworks ? {} : { lookup: publicOnlyLookup }),
    headers: {
      'accept-encoding': 'identity',
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...headers,
    },
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options, resolve);
    request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    request.end(body);
  });
}

/** Reads an answer up to a limit and hangs up there; `cut` says that there was more. */
export async function readAnswer(
  answer: IncomingMessage,
  limitBytes: number,
): Promise<{ body: Buffer; cut: boolean }> {
  const chunks: Buffer[] = [];
  let receivedBytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      receivedBytes += chunk.length;
      if (receivedBytes > limitBytes) break;
    }
  } finally {
    answer.destroy();
  }
  return { body: Buffer.concat(chunks).subarray(0, limitBytes), cut: receivedBytes > limitBytes };
}
