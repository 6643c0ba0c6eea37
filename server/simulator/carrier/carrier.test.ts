import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { CallTransport } from '../../telephony/callTransport.ts';
import { openTwilioControl } from '../../telephony/twilio/control.ts';
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

/** Where the program hands its first caller on to, once it has greeted them. */
const COLLEAGUE = '+15005550199';
const HANDED_ON = '?handed-over=1';
const STREAM =
  '<?xml version="1.0"?><Response><Connect><Stream url="ws://studio.example/telephony/twilio/stream"><Parameter name="token" value="a&amp;b"/></Stream></Connect></Response>';

/**
 * A program that is called: greets with a second of tone, is silent when it is spoken to, and then answers once. With
 * `handsOn` it hands its caller on instead, and talks once they are back.
 */
async function program({
  first = STREAM,
  greetsMs = 1_000,
  handsOn = false,
}: {
  first?: string;
  greetsMs?: number;
  handsOn?: boolean;
} = {}) {
  const seen = {
    callSid: '',
    signed: [] as boolean[],
    /** What it was told of whom it handed on, and of the end of the call. */
    told: [] as Record<string, string>[],
    frames: 0,
    marks: [] as string[],
    keys: '',
    over: '',
  };
  let handing = handsOn;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const form = Object.fromEntries(new URLSearchParams(body));
    const signature = request.headers['x-twilio-signature'] as string;
    seen.signed.push(isFromTwilio(TOKEN, signature, new URL(`http://studio.example${request.url}`), form));
    response.setHeader('content-type', 'text/xml');
    const { pathname, search } = new URL(request.url!, 'http://studio.example');
    seen.callSid ||= form.CallSid!;
    if (pathname.endsWith('/status') || search === HANDED_ON) seen.told.push(form);
    if (pathname.endsWith('/status')) response.end('<Response/>');
    else if (search !== HANDED_ON) response.end(first);
    else response.end(form.DialCallStatus === 'completed' ? '<Response><Hangup/></Response>' : STREAM);
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const signature = request.headers['x-twilio-signature'] as string;
    seen.signed.push(isFromTwilio(TOKEN, signature, new URL(`ws://studio.example${request.url}`)));
    sockets.handleUpgrade(request, socket, head, (line) => {
      // As the door of sockets does: every error is followed by the end of the socket.
      line.on('error', () => undefined);
      openMediaStream(line, {
        answer: (transport) => talkOn(transport),
        describe: ({ parameters }) =>
          parameters.token === 'a&b'
            ? { from: '+15005550001', to: '+15005550100', direction: 'inbound' }
            : null,
        control,
      });
    });
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
        if (handing) {
          handing = false;
          void transport.transfer(COLLEAGUE, 20_000);
        } else if (name === 'answer') void transport.hangUp();
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
    accountSid: 'AC1',
    controlPort: 0,
  });
  const address = (path: string) => `http://studio.example/telephony/twilio/${path}${HANDED_ON}`;
  const control = openTwilioControl({
    baseUrl: carrier.controlUrl!,
    accountSid: 'AC1',
    authToken: TOKEN,
    handedOver: { answeredUrl: address('status'), overUrl: address('voice') },
  });
  closing.push(() => carrier.close());
  return { carrier, seen, control };
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
  const { carrier } = await program({ first: '<Response><Say>We are busy.</Say><Hangup/></Response>' });
  const caller = new Speaks(() => false);
  const report = await carrier.call({ ...NUMBERS, caller, faults: NO_FAULTS });
  expect(report).toMatchObject({ outcome: 'refused', why: 'We are busy.', line: null });
});

/** The agent was heard, then nothing for a while. */
function isAlone() {
  let greeted = false;
  return ({ agentSpeakingMs }: CallerSide) => {
    greeted ||= agentSpeakingMs > 0;
    return greeted && agentSpeakingMs === 0;
  };
}
/** The agent was heard, then nothing for a while, and is heard again. */
function isBack() {
  const isQuiet = isAlone();
  let alone = false;
  return (side: CallerSide) => {
    alone ||= isQuiet(side);
    return alone && side.agentSpeakingMs > 0;
  };
}

test.each(['busy', 'no-answer', 'failed'] as const)(
  'who is handed on to somebody %s comes back to the same call by another stream',
  async (outcome) => {
    const { carrier, seen } = await program({ handsOn: true });
    const caller = new Speaks(isBack());
    const report = await carrier.call({
      ...NUMBERS,
      caller,
      faults: NO_FAULTS,
      record: true,
      dialled: { outcome, afterMs: 600 },
    });
    const { callSid, line, dialled } = report;
    const [asked, over] = seen.told;
    expect(seen.told).toHaveLength(2);
    expect(asked).toMatchObject({ CallSid: callSid, CallStatus: 'in-progress', DialCallStatus: outcome });
    expect(asked).toMatchObject({ DialCallSid: expect.stringMatching(/^CA/), DialBridged: 'false' });
    // Twilio leaves it out where nobody answered.
    expect(asked).not.toHaveProperty('DialCallDuration');
    expect(over).toMatchObject({ CallSid: callSid, CallStatus: 'completed' });
    // The call, both streams, what comes behind the first, and the end.
    expect(seen.signed).toEqual([true, true, true, true, true]);
    expect(seen).toMatchObject({ keys: '5', marks: ['greeting', 'greeting', 'answer'] });
    expect(report).toMatchObject({ outcome: 'talked', line: { end: 'agent', code: 1000, refused: [] } });
    expect(dialled).toMatchObject([{ to: COLLEAGUE, status: outcome }]);
    const [{ atMs, rangMs }] = dialled as [(typeof dialled)[number]];
    expect(rangMs).toBeGreaterThan(550);
    // One clock for both: the first greeting before the ringing, what was said and answered behind it.
    expect(atMs).toBeGreaterThanOrEqual(1_000);
    const audible = (fromMs: number, toMs: number) =>
      line!.heard.subarray(fromMs * 8, toMs * 8).filter((byte) => byte === 0x10 || byte === 0x90).length / 8;
    expect(audible(0, atMs)).toBe(1_000);
    expect(audible(atMs, atMs + 550)).toBe(0);
    expect(audible(atMs, line!.durationMs)).toBeGreaterThan(300);
    expect(line!.said[0]!.fromMs).toBeGreaterThan(atMs + 550);
    expect(line!.said[0]!.clearedMs! - line!.said[0]!.fromMs).toBeLessThan(200);
    expect(line!.said[0]!.answeredMs).not.toBeNull();
    expect(line!.sent.length).toBe(line!.heard.length);
  },
);

test('who is handed on to somebody who answers is gone, and the program is told when they answer', async () => {
  const { carrier, seen } = await program({ handsOn: true });
  const report = await carrier.call({ ...NUMBERS, caller: new Speaks(() => false), faults: NO_FAULTS });
  const { callSid } = report;
  expect(report).toMatchObject({ outcome: 'talked', line: { end: 'transferred' } });
  expect(report.dialled).toMatchObject([{ to: COLLEAGUE, status: 'completed' }]);
  const [answered, asked, over] = seen.told;
  expect(answered).toMatchObject({
    ParentCallSid: callSid,
    CallSid: asked!.DialCallSid,
    CallStatus: 'in-progress',
    Direction: 'outbound-dial',
    To: COLLEAGUE,
  });
  expect(answered!.CallSid).not.toBe(callSid);
  expect(asked).toMatchObject({ CallSid: callSid, DialCallStatus: 'completed', DialBridged: 'true' });
  expect(asked!.DialCallDuration).toMatch(/^\d+$/);
  expect(over).toMatchObject({ CallSid: callSid, CallStatus: 'completed' });
  expect(seen.signed).not.toContain(false);
});

test('a telephone rings no longer than it may, and what was asked for is told of it', async () => {
  const told = `statusCallback="/telephony/twilio/status" statusCallbackEvent="initiated ringing answered completed"`;
  const { carrier, seen } = await program({
    first: `<Response><Dial timeout="1" action="/telephony/twilio/voice${HANDED_ON}"><Number ${told}>${COLLEAGUE}</Number></Dial></Response>`,
  });
  const caller = new Speaks(({ agentSpeakingMs }) => agentSpeakingMs > 0);
  const dialled = { outcome: 'answered', afterMs: 60_000 } as const;
  const report = await carrier.call({ ...NUMBERS, caller, faults: NO_FAULTS, dialled });
  expect(report.dialled).toMatchObject([{ to: COLLEAGUE, status: 'no-answer', atMs: 0 }]);
  expect(report.dialled[0]!.rangMs).toBeLessThan(5_000);
  expect(seen.told.map((form) => form.DialCallStatus ?? form.CallStatus)).toEqual([
    'initiated',
    'ringing',
    'no-answer',
    'no-answer',
    'completed',
  ]);
  expect(report).toMatchObject({ outcome: 'talked', line: { end: 'agent' } });
});

test.each(['caller', 'agent'] as const)(
  'what the %s ends while somebody else is rung is over',
  async (end) => {
    const { carrier, seen, control } = await program({ handsOn: true });
    const isQuiet = isAlone();
    let ending = false;
    const caller: CallerOnLine = {
      tick: (side) => {
        if (ending || !isQuiet(side)) return;
        ending = true;
        if (end === 'caller') side.hangUp();
        else void control.hangUp(seen.callSid);
      },
    };
    const dialled = { outcome: 'busy', afterMs: 60_000 } as const;
    const report = await carrier.call({ ...NUMBERS, caller, faults: NO_FAULTS, dialled });
    expect(report).toMatchObject({ outcome: 'talked', line: { end }, dialled: [{ status: 'canceled' }] });
    expect(seen.told).toMatchObject([{ CallSid: report.callSid, CallStatus: 'completed' }]);
  },
);
