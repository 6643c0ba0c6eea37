import { connect } from 'node:net';

/** What a server did in a time. */
export interface Load {
  perSecond: number;
  p99Ms: number;
}

/**
 * Asks for one address over and over on `connections` kept open, for `durationMs`. It reads nothing of an
 * answer but its status line and its length, which is the same each time, so that the asking costs far less
 * than the answering. Throws when an answer is not 200 or of another length.
 */
export async function load(
  url: URL,
  { connections, durationMs }: { connections: number; durationMs: number },
): Promise<Load> {
  const answerBytes = await lengthOf(url);
  const until = performance.now() + durationMs;
  const times: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () => askUntil(url, answerBytes, until, (ms) => times.push(ms))),
  );
  const perSecond = (times.length * 1000) / (performance.now() - startedAt);
  times.sort((a, b) => a - b);
  return { perSecond, p99Ms: times[Math.floor(times.length * 0.99)]! };
}

const requestOf = (url: URL) => `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`;

function askUntil(
  url: URL,
  answerBytes: number,
  until: number,
  onAnswer: (ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    const request = requestOf(url);
    let received = 0;
    let askedAt = 0;
    const ask = () => {
      received = 0;
      askedAt = performance.now();
      socket.write(request);
    };
    socket.setNoDelay(true);
    socket.on('connect', ask);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (received === 0 && chunk.toString('latin1', 0, 12) !== 'HTTP/1.1 200')
        return socket.destroy(new Error(`answered ${chunk.toString('latin1', 0, 200)}`));
      received += chunk.length;
      if (received < answerBytes) return;
      if (received > answerBytes) return socket.destroy(new Error('an answer was longer than the others'));
      onAnswer(performance.now() - askedAt);
      if (performance.now() < until) ask();
      else socket.end(resolve);
    });
  });
}

/** The bytes of one answer, head and body. */
function lengthOf(url: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write(requestOf(url)));
    let answer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      const headBytes = answer.indexOf('\r\n\r\n') + 4;
      const bodyBytes = Number(/^content-length: (\d+)/im.exec(answer.toString('latin1', 0, headBytes))?.[1]);
      if (headBytes < 4 || answer.length < headBytes + bodyBytes) return;
      socket.destroy();
      resolve(headBytes + bodyBytes);
    });
  });
}
