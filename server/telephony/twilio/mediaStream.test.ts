import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { CallListener, CallTransport } from '../callTransport.ts';
import { openMediaStream } from './mediaStream.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

const frame = (chunk: number, byte: number) => ({
  event: 'media',
  sequenceNumber: String(chunk + 1),
  media: {
    track: 'inbound',
    chunk: String(chunk),
    timestamp: String(chunk * 20),
    payload: Buffer.alloc(160, byte).toString('base64'),
  },
  streamSid: 'MZ1',
});
const START = {
  event: 'start',
  sequenceNumber: '1',
  start: {
    accountSid: 'AC1',
    streamSid: 'MZ1',
    callSid: 'CA1',
    tracks: ['inbound'],
    customParameters: { token: 'once' },
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
  },
  streamSid: 'MZ1',
};

/** Twilio's side of a socket, and what our side was told. */
async function scene({ known = true, takes = true } = {}) {
  const told: unknown[] = [];
  const transports: CallTransport[] = [];
  const transferred: unknown[][] = [];
  const listener: CallListener = {
    audio: (bytes) => told.push(['audio', bytes.length, bytes[0]]),
    dtmf: (digit) => told.push(['dtmf', digit]),
    mark: (name) => told.push(['mark', name]),
    returned: () => told.push(['returned']),
    closed: (why) => told.push(['closed', why]),
  };
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  open.push(server);
  server.on('connection', (socket) => {
    // As the door of sockets does: every error is followed by the end of the socket.
    socket.on('error', () => undefined);
    openMediaStream(socket, {
      answer: (transport) => {
        transports.push(transport);
        return takes ? listener : null;
      },
      describe: () => (known ? { from: '+15005550001', to: '+15005550100', direction: 'inbound' } : null),
      control: { transfer: async (...call) => void transferred.push(call) },
    });
  });
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  open.push(socket);
  const heard: { event: string; media?: { payload: string }; mark?: { name: string } }[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  const send = (...messages: (object | string)[]) => {
    for (const one of messages) socket.send(typeof one === 'string' ? one : JSON.stringify(one));
  };
  return { socket, send, told, heard, transports, transferred, closed };
}
const until = (truth: () => boolean) => expect.poll(truth).toBe(true);

test('sound, keys and marks of a call come in order; what is missing of the sound is silence, what is late is left out', async () => {
  const { send, told, transports, socket, closed } = await scene();
  send(
    { event: 'connected', protocol: 'Call', version: '1.0.0' },
    START,
    frame(1, 1),
    frame(2, 2),
    frame(5, 5),
  );
  send(frame(4, 4), { event: 'dtmf', streamSid: 'MZ1', dtmf: { track: 'inbound_track', digit: '7' } });
  send(
    frame(6, 6),
    { event: 'mark', streamSid: 'MZ1', mark: { name: '0.a.1' } },
    { event: 'stop', streamSid: 'MZ1' },
  );
  expect(await closed).toBe(1000);
  await until(() => told.length === 9);
  expect(told).toEqual([
    ['audio', 160, 1],
    ['audio', 160, 2],
    ['audio', 160, 0xff],
    ['audio', 160, 0xff],
    ['audio', 160, 5],
    ['dtmf', '7'],
    ['audio', 160, 6],
    ['mark', '0.a.1'],
    ['closed', 'caller-hung-up'],
  ]);
  expect(transports[0]?.start).toEqual({
    carrier: 'twilio',
    carrierCallId: 'CA1',
    parameters: { token: 'once' },
    from: '+15005550001',
    to: '+15005550100',
    direction: 'inbound',
  });
  socket.terminate();
});

test('what we play goes out as Twilio reads it: sound, its mark, and the order to forget both', async () => {
  const { send, told, heard, transports, closed } = await scene();
  send(START, frame(1, 0xff));
  await until(() => told.length === 1);
  const [transport] = transports;
  transport!.play(new Uint8Array(800).fill(0x7f), '0."a".0');
  transport!.clear();
  await until(() => heard.length === 3);
  expect(heard.map(({ event }) => event)).toEqual(['media', 'mark', 'clear']);
  expect(Buffer.from(heard[0]!.media!.payload, 'base64')).toEqual(Buffer.alloc(800, 0x7f));
  expect(heard[1]).toEqual({ event: 'mark', streamSid: 'MZ1', mark: { name: '0."a".0' } });
  await transport!.hangUp();
  expect(await closed).toBe(1000);
  await until(() => told.length === 2);
  expect(told[1]).toEqual(['closed', 'we-hung-up']);
  // Nothing happens on a call that is over.
  transport!.play(new Uint8Array(800), '0.b.0');
  await transport!.hangUp();
});

test('a caller is handed over by the carrier, and our part ends', async () => {
  const { send, told, transports, transferred } = await scene();
  send(START);
  await until(() => transports.length === 1);
  await transports[0]!.transfer('+15005550199', 20_000);
  await until(() => told.length === 1);
  expect(transferred).toEqual([['CA1', '+15005550199', 20_000]]);
  expect(told).toEqual([['closed', 'transferred']]);
});

test.each<[string, (object | string)[], { known?: boolean; takes?: boolean }]>([
  ['sound before the start', [frame(1, 1)], {}],
  ['a key before the start', [{ event: 'dtmf', dtmf: { digit: '1' } }], {}],
  ['a second start', [START, START], {}],
  ['a call that nobody knows', [START], { known: false }],
  ['a call that nobody takes', [START], { takes: false }],
  ['nothing but garbage', Array.from({ length: 21 }, () => '{"event":'), {}],
  [
    'sound that is none',
    [
      START,
      ...Array.from({ length: 21 }, (_, n) => ({
        ...frame(n + 1, 1),
        media: { chunk: '1', payload: '????' },
      })),
    ],
    {},
  ],
])('%s closes the line', async (_what, messages, options) => {
  const { send, closed, told } = await scene(options);
  send(...messages);
  expect(await closed).toBe(1008);
  expect(told.every((one) => JSON.stringify(one) === '["closed","protocol-error"]')).toBe(true);
});

test('a frame that is garbage is left out, and a socket that breaks is a lost call', async () => {
  const { send, told, socket } = await scene();
  send(START, frame(1, 1), '{"event":"media","media":{"chunk":"2","payload":"a$$="}}', frame(3, 3));
  await until(() => told.length === 3);
  expect(told).toEqual([
    ['audio', 160, 1],
    ['audio', 160, 0xff],
    ['audio', 160, 3],
  ]);
  socket.terminate();
  await until(() => told.length === 4);
  expect(told[3]).toEqual(['closed', 'lost']);
});
