import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Calls in progress, as the REST interface changes them. */
export interface CallControl {
  /** False: there is no such call. */
  change(callSid: string, change: { twiml?: string; completed: boolean }): boolean;
}

const CALL = /^\/2010-04-01\/Accounts\/([^/]+)\/Calls\/([^/]+)\.json$/;
const MOST_BYTES = 64 * 1024;

/** The part of the carrier's REST interface that changes calls, on this machine alone. */
export async function serveControl({
  port,
  accountSid,
  authToken,
  control,
}: {
  port: number;
  accountSid: string;
  authToken: string;
  control: CallControl;
}): Promise<{ url: string; close(): Promise<void> }> {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`);
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      answer(401, { code: 20003, message: 'Authenticate', status: 401 });
      return;
    }
    const [, account, callSid] = CALL.exec(request.url ?? '') ?? [];
    if (request.method !== 'POST' || account !== accountSid || !callSid) {
      answer(404, { code: 20404, message: 'The requested resource was not found', status: 404 });
      return;
    }
    let text = '';
    for await (const piece of request) {
      text += String(piece);
      if (text.length > MOST_BYTES) return void request.destroy();
    }
    const form = new URLSearchParams(text);
    const twiml = form.get('Twiml');
    const found = control.change(callSid, {
      ...(twiml !== null && { twiml }),
      completed: form.get('Status') === 'completed',
    });
    if (found) answer(200, { sid: callSid, status: form.get('Status') ?? 'in-progress' });
    else answer(404, { code: 20404, message: `The call ${callSid} is not in progress`, status: 404 });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
