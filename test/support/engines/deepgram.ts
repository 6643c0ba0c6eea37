import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';

/** The bad ways of its streams. */
export type ListenMood =
  | 'well'
  | 'unauthorized'
  | 'busy'
  | 'broken'
  | 'silent'
  | 'stalling'
  | 'cut'
  | 'nonsense'
  | 'unreadable'
  | 'endless';

export interface DeepgramServer {
  readonly url: string;
  readonly key: string;
  mood: ListenMood;
  /** Of the latest connection. */
  query: URLSearchParams;
  /** Text messages that came, in order. */
  readonly control: string[];
  readonly receivedBytes: number;
  /** Connections that stand. */
  readonly open: number;
  close(): Promise<void>;
}

const RATE_BYTES = 2;
/** It “hears” one of these words in each half second of sound. */
export const WORDS = 'one two three four five six seven eight nine ten'.split(' ');

/** A server on this machine that speaks Deepgram's streaming protocol: half a second of sound is a word. */
export async function openDeepgramServer(
  answerFile: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    void response.writeHead(404).end(),
): Promise<DeepgramServer> {
  const state = {
    url: '',
    key: 'dg-test-0123456789',
    mood: 'well' as ListenMood,
    query: new URLSearchParams(),
    control: [] as string[],
    receivedBytes: 0,
    open: 0,
  };
  const server = createServer(answerFile);
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://deepgram');
    state.query = url.searchParams;
    const refuse = (status: string, more = '') =>
      socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 6\r\nconnection: close\r\n${more}\r\nSECRET`);
    if (state.mood === 'silent') return;
    if (state.mood === 'busy') return refuse('429 Too Many Requests', 'retry-after: 7\r\n');
    if (state.mood === 'broken') return refuse('500 Internal Server Error');
    if (state.mood === 'unauthorized' || request.headers.authorization !== `Token ${state.key}`)
      return refuse('401 Unauthorized', 'dg-error-code: INVALID_AUTH\r\n');
    sockets.handleUpgrade(request, socket, head, (connection) => {
      state.open++;
      connection.once('close', () => state.open--);
      const rate = Number(url.searchParams.get('sample_rate'));
      const halfSecond = (rate * RATE_BYTES) / 2;
      let bytes = 0;
      let done = 0;
      let uttered = 0;
      const say = (message: object) => connection.send(JSON.stringify(message));
      const results = (from: number, to: number, final: boolean, more: object = {}) =>
        say({
          type: 'Results',
          channel_index: [0, 1],
          start: from / 2,
          duration: (to - from) / 2,
          is_final: final,
          speech_final: false,
          channel: {
            alternatives: [
              {
                transcript: WORDS.slice(from, to).join(' '),
                confidence: 0.9,
                words: WORDS.slice(from, to).map((word, index) => ({
                  word,
                  punctuated_word: index === 0 ? `${word[0]!.toUpperCase()}${word.slice(1)}` : word,
                  start: (from + index) / 2,
                  end: (from + index) / 2 + 0.4,
                  confidence: 0.9,
                })),
              },
            ],
          },
          metadata: { request_id: 'SECRET' },
          ...more,
        });
      const flush = (more: object = {}) => {
        results(uttered, done, true, more);
        uttered = done;
      };
      connection.on('message', (data, isBinary) => {
        if (!isBinary) {
          const text = String(data);
          state.control.push(text);
          const { type } = JSON.parse(text) as { type: string };
          if (type === 'Finalize') flush({ from_finalize: true });
          if (type === 'CloseStream' && state.mood === 'well') {
            flush({ speech_final: true });
            say({ type: 'Metadata', duration: bytes / rate / RATE_BYTES });
            connection.close(1000);
          }
          return;
        }
        const before = done;
        bytes += (data as Buffer).length;
        state.receivedBytes += (data as Buffer).length;
        done = Math.min(WORDS.length, Math.floor(bytes / halfSecond));
        if (state.mood === 'stalling') return;
        if (done === before) return;
        if (before === 0) say({ type: 'SpeechStarted', channel: [0], timestamp: 0 });
        if (state.mood === 'nonsense') return connection.send('<html>SECRET</html>');
        if (state.mood === 'unreadable') return connection.close(1008, 'DATA-0000 SECRET');
        say({ type: 'Notice', description: 'of a kind that nobody knows yet' });
        results(uttered, done, false);
        if (done - uttered >= 3) flush({ speech_final: done - uttered > 3 });
        if (state.mood === 'cut' && done >= 4) connection.terminate();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    async close() {
      for (const connection of connections) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
