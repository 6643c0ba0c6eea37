import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { CallTransport } from '../../telephony/callTransport.ts';
import { openMediaStream } from '../../telephony/twilio/mediaStream.ts';
import { isFromTwilio } from '../../telephony/twilio/signature.ts';
import { openCarrier } from './carrier.ts';
import { Faults, NO_FAULTS } from './faults.ts';
import type { CallerOnLine, CallerSide } from './line.ts';
import { isAudible, lineSound } from './lineSound.ts';

const TOKEN = 'secret';
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const tone = (ms: number) => new Uint8Array(ms * 8).map((_, at) => (at % 8 < 4 ? 0x10 : 0x90));

/** A program that is called: greets with a second of tone, is silent when it is spoken to, and then answers once. */
async function program({ reject = false, greetsMs = 1_000 } = {}) {
  const seen = { signed: [] as boolean[], frames: 0, marks: [] as string[], keys: '', over: '', gaps: 0 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const form = Object.fromEntries(new URLSearchParams(body));
    const signature = request.headers['x-twilio-signature'] as string;
    seen.signed.push(isFromTwilio(TOKEN, signature, new URL(`http://studio.example${request.url}`), form));
    response.setHeader('content-type', 'text/xml');
    if (request.url!.endsWith('/status')) response.end('<Response/>');
    else if (reject) response.end('<Response><Say>We are busy.</Say><Hangup/></Response>');
    else
      response.end(
        '<?xml version="1.0"?><Response><Connect><Stream url="ws://studio.example/telephony/twilio/stream"><Parameter name="token" value="a&amp;b"/></Stream></Connect></Response>',
      );
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const signature = request.headers['x-twilio-signature'] as string;
    seen.signed.push(isFromTwilio(TOKEN, signature, new URL(`ws://studio.example${request.url}`)));
    sockets.handleUpgrade(request, socket, head, (line) =>
      openMediaStream(line, {
        answer: (transport) => talkOn(transport),
        describe: ({ parameters }) =>
          parameters.token === 'a&b'
            ? { from: '+15005550001', to: '+15005550100', direction: 'inbound' }
            : null,
        control: { transfer: async () => undefined },
      }),
    );
  });
  function talkOn(transport: CallTransport) {
    let spoke = 0;
    let quiet = 0;
    setTimeout(() => transport.play(tone(greetsMs), 'greeting'), 50);
    return {
      returned() {},
      audio(frame: Uint8Array) {
        seen.frames++;
        if (isAudible(frame)) {
          if (spoke++ === 0) transport.clear();
          quiet = 0;
        } else if (spoke > 0 && ++quiet === 10) {
          transport.play(tone(300), 'answer');
          spoke = 0;
        }
      },
      dtmf(digit: string) {
        seen.keys += digit;
      },
      mark(name: string) {
        seen.marks.push(name);
        if (name === 'answer') void transport.hangUp();
      },
      closed(why: string) {
        seen.over = why;
      },
    };
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    sockets.close();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const carrier = await openCarrier({
    authToken: TOKEN,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicUrl: 'http://studio.example',
  });
  closing.push(() => carrier.close());
  return { carrier, seen };
}

/** Speaks for 400 ms once something is so; then does the rest. */
class Speaks implements CallerOnLine {
  private spoke = false;
  private readonly when: (side: CallerSide) => boolean;
  constructor(when: (side: CallerSide) => boolean) {
    this.when = when;
  }
  tick(side: CallerSide): void {
    if (this.spoke || !this.when(side)) return;
    this.spoke = true;
    side.key('5');
    side.say(lineSound(tone(400)));
  }
}
const NUMBERS = { from: '+15005550001', to: '+15005550100' };

test('a call is signed, let in, talked and recorded as a carrier does it', async () => {
  const { carrier, seen } = await program();
  const caller = new Speaks(({ agentSilentMs, atMs }) => atMs > 1_000 && agentSilentMs > 200);
  const { outcome, line } = await carrier.call({ ...NUMBERS, caller, faults: NO_FAULTS, record: true });
  expect(outcome).toBe('talked');
  expect(seen.signed).toEqual([true, true, true]);
  expect(seen).toMatchObject({ keys: '5', marks: ['greeting', 'answer'] });
  await expect.poll(() => seen.over).toBe('we-hung-up');
  expect(line).toMatchObject({ end: 'agent', code: 1000, marks: 2, clears: 1, refused: [] });
  // What is heard lasts as long as it was made, in real time: a second and 300 ms of tone.
  const heardMs = line!.heard.filter((byte) => byte === 0x10 || byte === 0x90).length / 8;
  expect(heardMs).toBe(1_300);
  expect(line!.sent.length).toBe(line!.heard.length);
  expect(line!.durationMs).toBeGreaterThan(2_000);
  const [said] = line!.said;
  expect(said).toMatchObject({ interrupting: false, cutOffMs: null });
  // Ten frames of silence are waited for.
  expect(said!.answeredMs! - said!.toMs).toBeGreaterThan(150);
  expect(said!.answeredMs! - said!.toMs).toBeLessThan(600);
  expect(said!.audibleMs! - said!.answeredMs!).toBeLessThan(150);
});

test('who is interrupted falls silent at once: pending marks come back, and the time it took is told', async () => {
  const { carrier, seen } = await program({ greetsMs: 5_000 });
  const caller = new Speaks(({ agentSpeakingMs }) => agentSpeakingMs > 500);
  const { line } = await carrier.call({ ...NUMBERS, caller, faults: NO_FAULTS, record: true });
  expect(seen.marks).toEqual(['greeting', 'answer']);
  expect(line!.said[0]!.interrupting).toBe(true);
  expect(line!.said[0]!.clearedMs! - line!.said[0]!.fromMs).toBeLessThan(200);
  expect(line!.heard.filter((byte) => byte === 0x10 || byte === 0x90).length / 8).toBeLessThan(1_500);
});

test('a bad line loses, delays and swaps frames, answers no marks and breaks off', async () => {
  const { carrier, seen } = await program();
  const faults = Faults.parse({
    lostShare: 0.2,
    lateShare: 0.2,
    jitterMs: 100,
    noMarks: true,
    vanishAtMs: 2_000,
  });
  const caller = new Speaks(() => false);
  const { line } = await carrier.call({ ...NUMBERS, caller, faults, random: Math.random });
  expect(line).toMatchObject({ end: 'vanished', code: 1006, heard: new Uint8Array() });
  await expect.poll(() => seen.over).toBe('lost');
  expect(seen.marks).toEqual([]);
  // What is missing is filled up by whoever listens, but for what came last.
  expect(seen.frames).toBeGreaterThan(60);
});

test('a call that is not taken says what was said instead', async () => {
  const { carrier } = await program({ reject: true });
  const caller = new Speaks(() => false);
  const report = await carrier.call({ ...NUMBERS, caller, faults: NO_FAULTS });
  expect(report).toMatchObject({ outcome: 'refused', why: 'We are busy.', line: null });
});
