import { randomUUID } from 'node:crypto';
import { type CallListener, type CallTransport, FRAME_MS } from '../../telephony/callTransport.ts';
import { type CallReport, type Carrier, type Dial, newReport } from '../carrier/carrier.ts';
import { Dialled } from '../carrier/dialling.ts';
import { NO_FAULTS } from '../carrier/faults.ts';
import { Line, type LineEnd, type LineWay } from '../carrier/line.ts';
import type { VirtualClock } from './virtualClock.ts';

/** What answers calls in virtual time; null: nobody has this number. */
export type AnswerVirtual = (transport: CallTransport) => Promise<{
  listener: CallListener;
  /** The call is over, and everything of it is written. */
  kept: Promise<void>;
} | null>;

/** Nobody talks longer: a call that comes to no end is a finding. */
const LONGEST_MS = 30 * 60_000;
const NO_SUCH_FAULTS = 'a line in virtual time loses nothing: it may vanish or give no marks';
const CLOSED_NORMALLY = 1000;
const BROKEN = 1006;

/**
 * A carrier in the process of what it calls, on a clock of its own: the lines and callers of the emulated carrier,
 * without its sockets. One call after the other; each takes as long as the machine needs for what is done in it.
 */
export function openVirtualCarrier(clock: VirtualClock, answer: AnswerVirtual): Pick<Carrier, 'call'> {
  return {
    async call(dial): Promise<CallReport> {
      const report = newReport(`virtual-${randomUUID()}`, dial);
      const line = new Line({
        caller: dial.caller,
        nowMs: () => clock.nowMs(),
        vanishAtMs: dial.faults.vanishAtMs,
        record: dial.record ?? false,
        onLeft: () => leg.left(),
      });
      const leg = new VirtualLeg(clock, dial, line, report);
      if (JSON.stringify({ ...dial.faults, vanishAtMs: null, noMarks: false }) !== JSON.stringify(NO_FAULTS))
        return { ...report, outcome: 'failed', why: NO_SUCH_FAULTS };
      let answered: Awaited<ReturnType<AnswerVirtual>>;
      try {
        answered = await answer(leg);
      } catch (error) {
        return { ...report, outcome: 'failed', why: error instanceof Error ? error.message : String(error) };
      }
      if (!answered) return { ...report, why: `nobody has the number ${dial.to}` };
      report.outcome = 'talked';
      leg.attach(answered.listener);
      line.connect(leg);
      while (leg.end === null) {
        if (line.atMs >= LONGEST_MS) line.hangUp();
        line.tick(clock.nowMs());
        await clock.advance(FRAME_MS);
      }
      let kept = false;
      void answered.kept.then(() => {
        kept = true;
      });
      while (!kept) await clock.advance(FRAME_MS);
      const code = leg.end === 'broken' || leg.end === 'vanished' ? BROKEN : CLOSED_NORMALLY;
      report.line = line.report({ end: leg.end, code });
      return report;
    },
  };
}

/** The way between a line and the program that it calls. */
class VirtualLeg implements CallTransport, LineWay {
  readonly start: CallTransport['start'];
  readonly backlogBytes = 0;
  /** Null: the call goes on. */
  end: LineEnd | null = null;
  private listener: CallListener | null = null;

  constructor(
    private readonly clock: VirtualClock,
    private readonly dial: Dial,
    private readonly line: Line,
    private readonly report: CallReport,
  ) {
    this.start = {
      carrier: 'twilio',
      carrierCallId: report.callSid,
      from: dial.from,
      to: dial.to,
      direction: 'inbound',
      parameters: {},
    };
  }

  attach(listener: CallListener): void {
    this.listener = listener;
  }

  // What the program does (CallTransport).

  play(audio: Uint8Array, mark: string): void {
    this.line.soundCame(audio.slice());
    this.line.markCame(mark);
  }

  clear(): void {
    this.line.clearCame();
  }

  async hangUp(): Promise<void> {
    this.over('agent', 'we-hung-up');
  }

  async transfer(to: string, ringMs: number): Promise<void> {
    const { outcome, afterMs } = this.dial.dialled ?? Dialled.parse({});
    const { atMs } = this.line;
    const rangMs = Math.min(afterMs, ringMs);
    this.line.disconnect();
    this.clock.at(this.clock.nowMs() + rangMs, () => {
      if (this.end !== null) return;
      const status = afterMs > ringMs ? 'no-answer' : outcome;
      const answered = status === 'answered';
      this.report.dialled.push({ to, status: answered ? 'completed' : status, atMs, rangMs });
      if (answered) return this.over('transferred', 'transferred');
      this.line.connect(this);
      this.listener?.returned();
    });
  }

  // What the caller does (LineWay).

  media(payload: Buffer): void {
    this.listener?.audio(Buffer.from(payload.toString('latin1'), 'base64'));
  }

  key(digit: string): void {
    this.listener?.dtmf(digit);
  }

  mark(name: string): void {
    if (this.dial.faults.noMarks) return;
    // As a message: behind whatever is being done.
    queueMicrotask(() => this.listener?.mark(name));
  }

  /** Nothing is said by it any more: whoever left says so below. */
  stop(): void {}

  cut(): void {}

  left(): void {
    if (this.line.left === 'caller') this.over('caller', 'caller-hung-up');
    else this.over('vanished', 'lost');
  }

  private over(end: LineEnd, why: Parameters<CallListener['closed']>[0]): void {
    if (this.end !== null) return;
    this.end = end;
    const { listener } = this;
    this.listener = null;
    queueMicrotask(() => listener?.closed(why));
  }
}
