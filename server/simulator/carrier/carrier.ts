import { randomBytes } from 'node:crypto';
import { type CallControl, serveControl } from './control.ts';
import type { Faults } from './faults.ts';
import { type CallerOnLine, Line, type LineReport } from './line.ts';
import { LineRefused, openLine } from './lineSocket.ts';
import { sign } from './signature.ts';
import { type Instruction, readTwiml } from './twiml.ts';
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
  /** Where the caller was handed on to. */
  transferredTo: string | null;
}

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
/** Redirects and actions behind each other. */
const MOST_STEPS = 10;
const ANSWER_WITHIN_MS = 15_000;

/** An emulated carrier: it speaks Twilio's protocol over real sockets, from outside. */
export async function openCarrier(options: CarrierOptions): Promise<Carrier> {
  const accountSid = options.accountSid ?? `AC${'0'.repeat(32)}`;
  const reached = () => (typeof options.url === 'string' ? options.url : options.url()).replace(/\/$/, '');
  const known = () => options.publicUrl?.replace(/\/$/, '') ?? reached();
  const wheel = new Wheel();
  const live = new Map<string, { line: Line; told: Instruction[] }>();
  const control: CallControl = {
    change(callSid, { twiml, completed }) {
      const call = live.get(callSid);
      if (!call) return false;
      call.told.push(...(twiml === undefined ? [] : readTwiml(twiml)));
      if (completed) call.told.push({ do: 'hang-up' });
      call.line.takenBack(completed ? 'agent' : 'transferred');
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
    const callSid = `CA${randomBytes(16).toString('hex')}`;
    const startedMs = performance.now();
    const report: CallReport = {
      callSid,
      from: dial.from,
      to: dial.to,
      dialledAt: new Date(),
      outcome: 'refused',
      why: null,
      setUpMs: 0,
      line: null,
      transferredTo: null,
    };
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
    try {
      let due = await ask(known() + VOICE, form('ringing'));
      for (let step = 0; due.length > 0 && step < MOST_STEPS; step++) {
        const [next, ...behind] = due as [Instruction, ...Instruction[]];
        due = behind;
        if (next.do === 'stream') {
          const told: Instruction[] = [];
          report.line = await talk(next, dial, callSid, told, () => {
            report.setUpMs = performance.now() - startedMs;
          });
          report.outcome = 'talked';
          if (told.length > 0) due = told;
          else if (next.action) due = await ask(absolute(next.action, known()), form('in-progress'));
        } else if (next.do === 'dial') {
          report.transferredTo = next.to;
          break;
        } else if (next.do === 'redirect') due = await ask(absolute(next.url, known()), form('in-progress'));
        else if (next.do === 'say' || next.do === 'play')
          report.why ??= next.do === 'say' ? next.text : next.url;
        else {
          if (next.do === 'reject') report.why ??= next.reason;
          break;
        }
      }
    } catch (error) {
      report.outcome = error instanceof LineRefused ? 'refused' : 'failed';
      report.why = error instanceof Error ? error.message : String(error);
    }
    await ended(form, report);
    return report;
  }

  async function talk(
    { url, parameters }: Extract<Instruction, { do: 'stream' }>,
    { caller, faults, random = Math.random, record = false }: Dial,
    callSid: string,
    told: Instruction[],
    onOpen: () => void,
  ): Promise<LineReport> {
    const streamSid = `MZ${randomBytes(16).toString('hex')}`;
    const line = new Line({ streamSid, accountSid, callSid, caller, faults, random, record });
    const socket = await openLine(here(url), { 'x-twilio-signature': sign(options.authToken, url) }, line);
    onOpen();
    live.set(callSid, { line, told });
    line.begin(socket, { accountSid, callSid, parameters });
    const leave = wheel.add(line);
    try {
      return await line.done;
    } finally {
      leave();
      live.delete(callSid);
    }
  }

  /** The status callback; what comes of it changes nothing any more. */
  async function ended(
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
      for (const { line } of live.values()) line.hangUp();
      await rest?.close();
    },
  };
}

const hostOf = (url: string) => new URL(url).host.replaceAll('.', '\\.');
const absolute = (address: string, base: string) => new URL(address, base).href;
