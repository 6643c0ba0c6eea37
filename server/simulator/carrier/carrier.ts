import { randomBytes } from 'node:crypto';
import { type CallControl, serveControl } from './control.ts';
import { afterDial, Dialled, type DialledLeg, ring } from './dialling.ts';
import type { Faults } from './faults.ts';
import { type CallerOnLine, Line, type LineReport } from './line.ts';
import { LineRefused, openLine } from './lineSocket.ts';
import { LineStream } from './lineStream.ts';
import { sign } from './signature.ts';
import { type Dialling, type Instruction, readTwiml } from './twiml.ts';
import { Wheel } from './wheel.ts';

export interface CarrierOptions {
  authToken: string;
  accountSid?: string;
  /** Where the called program is reached; asked for each call. */
  url: string | (() => string);
  /** The address that it knows itself by, which is what is signed; the other one when left out. */
  publicUrl?: string;
  /** Serves the REST interface by which calls in progress are changed, on a port of this machine; 0: any. */
  controlPort?: number;
}

export interface Dial {
  from: string;
  to: string;
  caller: CallerOnLine;
  faults: Faults;
  random?: () => number;
  record?: boolean;
  /** Whether telephones answer that the caller is handed on to; left out: they do. */
  dialled?: Dialled;
}

/** What became of a call. */
export interface CallReport {
  callSid: string;
  from: string;
  to: string;
  dialledAt: Date;
  /** `refused`: it was not taken, by a busy line or words alone; `failed`: what came back is no answer of ours. */
  outcome: 'talked' | 'refused' | 'failed';
  /** Why it was not taken. */
  why: string | null;
  /** From the call's first request to its first sound on the line. */
  setUpMs: number;
  line: LineReport | null;
  /** Telephones that were rung for the caller, and when, from the beginning of the line's sound. */
  dialled: { to: string; status: DialledLeg['status']; atMs: number; rangMs: number }[];
}

/** Of a call that nothing is known of yet. */
export const newReport = (callSid: string, { from, to }: Pick<Dial, 'from' | 'to'>): CallReport => ({
  callSid,
  from,
  to,
  dialledAt: new Date(),
  outcome: 'refused',
  why: null,
  setUpMs: 0,
  line: null,
  dialled: [],
});

export interface Carrier {
  readonly wheel: Wheel;
  /** Where the REST interface is; null where it is not served. */
  readonly controlUrl: string | null;
  /** Calls, and resolves when the call is over; never rejects. */
  call(dial: Dial): Promise<CallReport>;
  close(): Promise<void>;
}

const VOICE = '/telephony/twilio/voice';
const STATUS = '/telephony/twilio/status';
/** Of one call: a program that leads in circles is left. */
const MOST_STEPS = 50;
const ANSWER_WITHIN_MS = 15_000;
/** How a socket is closed that broke. */
const BROKEN = 1006;

/** A call in progress. */
interface LiveCall {
  sid: string;
  line: Line;
  /** What the REST interface said is to be done with it, from now on. */
  told: Instruction[];
  /** While somebody else's telephone rings. */
  ringing: AbortController | null;
}

/** An emulated carrier: it speaks Twilio's protocol over real sockets, from outside. */
export async function openCarrier(options: CarrierOptions): Promise<Carrier> {
  const accountSid = options.accountSid ?? `AC${'0'.repeat(32)}`;
  const reached = () => (typeof options.url === 'string' ? options.url : options.url()).replace(/\/$/, '');
  const known = () => options.publicUrl?.replace(/\/$/, '') ?? reached();
  const wheel = new Wheel();
  const calls = new Map<string, LiveCall>();
  const control: CallControl = {
    change(callSid, { twiml, completed }) {
      const call = calls.get(callSid);
      if (!call) return false;
      call.told.push(...(twiml === undefined ? [] : readTwiml(twiml)));
      if (completed) call.told.push({ do: 'hang-up' });
      call.line.disconnect();
      call.ringing?.abort();
      return true;
    },
  };
  const rest =
    options.controlPort === undefined
      ? null
      : await serveControl({ port: options.controlPort, accountSid, authToken: options.authToken, control });

  /** An address as the program knows itself, as it is reached from here. */
  const here = (address: string) =>
    address.replace(new RegExp(`^(?:http|ws)(s?)://${hostOf(known())}`), () => {
      const { host, protocol } = new URL(reached());
      return `${address.startsWith('ws') ? (protocol === 'https:' ? 'wss' : 'ws') : protocol.slice(0, -1)}://${host}`;
    });

  async function ask(address: string, form: Record<string, string>): Promise<Instruction[]> {
    const response = await fetch(here(address), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-twilio-signature': sign(options.authToken, address, form),
        'user-agent': 'TwilioProxy/1.1',
        accept: '*/*',
      },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      redirect: 'manual',
    });
    const text = await response.text();
    if (response.status === 204 || (response.ok && text === '')) return [];
    if (!response.ok)
      throw new Error(`${new URL(address).pathname} answered ${response.status}: ${text.slice(0, 200)}`);
    return readTwiml(text);
  }

  async function call(dial: Dial): Promise<CallReport> {
    const callSid = newSid('CA');
    const startedMs = performance.now();
    const line = new Line({
      caller: dial.caller,
      nowMs: () => performance.now(),
      vanishAtMs: dial.faults.vanishAtMs,
      record: dial.record ?? false,
      onLeft: () => live.ringing?.abort(),
    });
    const live: LiveCall = { sid: callSid, line, told: [], ringing: null };
    calls.set(callSid, live);
    /** Takes the line off the wheel; null: it has no sound yet. */
    let leave: (() => void) | null = null;
    const report = newReport(callSid, dial);
    const form = (status: string, more: Record<string, string> = {}) => ({
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      CallSid: callSid,
      CallStatus: status,
      Called: dial.to,
      Caller: dial.from,
      Direction: 'inbound',
      From: dial.from,
      To: dial.to,
      ...more,
    });
    let ended: Pick<LineReport, 'end' | 'code'> = { end: 'agent', code: BROKEN };
    let due: Instruction[] = [];
    /** Once something is over: not for who left, nor where something else is to be done. */
    const goOn = async (action: string | null, more: Record<string, string> = {}) => {
      if (action && live.told.length === 0 && !line.left)
        due = await ask(absolute(action, known()), form('in-progress', more));
    };
    try {
      due = await ask(known() + VOICE, form('ringing'));
      for (let step = 0; step < MOST_STEPS && !line.left; step++) {
        if (live.told.length > 0) due = live.told.splice(0);
        const [next, ...behind] = due;
        if (!next) break;
        due = behind;
        if (next.do === 'stream') {
          const stream = await openStream(next, dial, live);
          if (!leave) {
            report.setUpMs = performance.now() - startedMs;
            leave = wheel.add(line);
          }
          report.outcome = 'talked';
          const code = await stream.over;
          line.disconnect();
          ended = { end: code === BROKEN ? 'broken' : 'agent', code };
          await goOn(next.action);
        } else if (next.do === 'dial') {
          const { atMs } = line;
          const leg = await connectTo(next, dial, live);
          report.dialled.push({ to: next.to, status: leg.status, atMs, rangMs: leg.rangMs });
          ended = { ...ended, end: leg.status === 'completed' ? 'transferred' : 'agent' };
          await goOn(next.action, afterDial(leg));
        } else if (next.do === 'redirect') due = await ask(absolute(next.url, known()), form('in-progress'));
        else if (next.do === 'say' || next.do === 'play')
          report.why ??= next.do === 'say' ? next.text : next.url;
        else {
          if (next.do === 'reject') report.why ??= next.reason;
          break;
        }
      }
    } catch (error) {
      report.outcome = error instanceof LineRefused && !leave ? 'refused' : 'failed';
      report.why = error instanceof Error ? error.message : String(error);
    }
    calls.delete(callSid);
    leave?.();
    if (leave) report.line = line.report(ended);
    await over(form, report);
    return report;
  }

  /** The stream by which the line is heard from now on. */
  async function openStream(
    { url, parameters }: Extract<Instruction, { do: 'stream' }>,
    { faults, random = Math.random }: Dial,
    { sid: callSid, line, told }: LiveCall,
  ): Promise<LineStream> {
    const streamSid = newSid('MZ');
    const stream = new LineStream({ streamSid, accountSid, callSid, parameters, faults, random, ears: line });
    const socket = await openLine(here(url), { 'x-twilio-signature': sign(options.authToken, url) }, stream);
    stream.begin(socket);
    line.connect(stream);
    // The caller left meanwhile, or something else is to be done.
    if (line.left || told.length > 0) line.disconnect();
    return stream;
  }

  /** Rings somebody for the caller, until that leg is over. */
  async function connectTo(dialling: Dialling, { from, dialled }: Dial, live: LiveCall): Promise<DialledLeg> {
    const { to } = dialling;
    live.ringing = new AbortController();
    try {
      return await ring(dialling, dialled ?? Dialled.parse({}), {
        sid: newSid('CA'),
        until: live.ringing.signal,
        tell: async (url, form) => {
          const parties = { Called: to, Caller: from, From: from, To: to };
          const leg = { AccountSid: accountSid, ApiVersion: '2010-04-01', ParentCallSid: live.sid };
          await ask(absolute(url, known()), {
            ...leg,
            ...parties,
            Direction: 'outbound-dial',
            ...form,
          }).catch(() => []);
        },
      });
    } finally {
      live.ringing = null;
    }
  }

  /** The status callback; what comes of it changes nothing any more. */
  async function over(
    form: (status: string, more: Record<string, string>) => Record<string, string>,
    { line, outcome }: CallReport,
  ): Promise<void> {
    const status = outcome === 'talked' ? 'completed' : outcome === 'refused' ? 'busy' : 'failed';
    const seconds = String(Math.ceil((line?.durationMs ?? 0) / 1000));
    await ask(known() + STATUS, form(status, { CallDuration: seconds, SequenceNumber: '0' })).catch(() => []);
  }

  return {
    wheel,
    controlUrl: rest?.url ?? null,
    call,
    close: async () => {
      for (const { line } of calls.values()) line.hangUp();
      await rest?.close();
    },
  };
}

const newSid = (kind: 'CA' | 'MZ') => `${kind}${randomBytes(16).toString('hex')}`;
const hostOf = (url: string) => new URL(url).host.replaceAll('.', '\\.');
const absolute = (address: string, base: string) => new URL(address, base).href;
