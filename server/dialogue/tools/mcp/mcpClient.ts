import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { connectionFailure } from '../../../outbound/connectionFailure.ts';
import { outsideFetch } from '../../../outbound/outsideFetch.ts';
import type { Headers } from '../headers.ts';

/** An answer that is larger ends with an error. */
const LONGEST_ANSWER_BYTES = 2 * 1024 * 1024;
/** Saying goodbye to a server takes no longer. */
const GOODBYE_MS = 2000;

export interface McpAddress {
  url: string;
  headers: Headers;
  allowPrivateNetworks: boolean;
}

/** Opens a session with an MCP server (streamable HTTP) for some work, and ends it afterwards. */
export async function withMcpServer<Result>(
  { url, headers, allowPrivateNetworks }: McpAddress,
  signal: AbortSignal,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  // The library goes on waiting for an answer that broke off. A stream that answers no request may break.
  let breakOff: (error: Error) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject;
  });
  broken.catch(() => {});
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: outsideFetch({
      allowPrivateNetworks,
      limitBytes: LONGEST_ANSWER_BYTES,
      onBroken: (error, method) => {
        if (method === 'POST') breakOff(error);
      },
    }),
    requestInit: { headers: { ...headers } },
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1000,
      maxReconnectionDelay: 1000,
      reconnectionDelayGrowFactor: 1,
    },
  });
  const client = new Client(
    { name: 'voiceops-studio', version: '1' },
    {
      // Schemas of strangers are not compiled: what a tool gives is data for an agent either way.
      jsonSchemaValidator: {
        getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
      },
    },
  );
  try {
    await client.connect(transport, { signal });
    return await Promise.race([work(client), broken]);
  } finally {
    const goodbye = transport.terminateSession().catch(() => {});
    const late = new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref());
    // Nobody waits for it: the answer is there already.
    void Promise.race([goodbye, late]).then(() => client.close().catch(() => {}));
  }
}

/** Why a server could not be asked, in words. */
export function mcpFailure(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'It did not answer in time.';
  if (!(error instanceof StreamableHTTPError) || !error.code || error.code < 100)
    return connectionFailure(error).slice(0, 500);
  return error.code === 401 || error.code === 403
    ? `It does not accept the headers that are sent (${error.code}).`
    : `It answered ${error.code}, not as a server of the Model Context Protocol does.`;
}
