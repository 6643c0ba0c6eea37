import type { VirtualClock } from '../../../server/simulator/virtual/virtualClock.ts';
import type { CallListener, CallTransport } from '../../../server/telephony/callTransport.ts';

/** A carrier in virtual time: plays what is queued, answers marks once it was played, and drops it on `clear`. */
export class VirtualCarrier implements CallTransport {
  readonly start = {
    carrier: 'twilio' as const,
    carrierCallId: 'CA1',
    from: '+12025550155',
    to: '+15005550100',
    direction: 'inbound' as const,
    parameters: {},
  };
  readonly backlogBytes = 0;
  listener: CallListener | null = null;
  /** What was really heard: the sound's bytes and when each stretch began. */
  readonly heard: { sound: Uint8Array; atMs: number }[] = [];
  /** What was played to its end before a `clear`: what may count as heard. */
  readonly acknowledged: Uint8Array[] = [];
  clears = 0;
  hungUp = 0;
  readonly transfers: string[] = [];
  transferFails = false;
  /** Somebody answers at once where a caller is handed over to. */
  answers = true;
  private queue: { sound: Uint8Array; mark: string; cancel: () => void; fromMs: number }[] = [];
  private freeMs = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly marks: 'given' | 'never' = 'given',
  ) {}

  play(audio: Uint8Array, mark: string): void {
    const sound = audio.slice();
    const fromMs = Math.max(this.freeMs, this.clock.nowMs());
    this.freeMs = fromMs + sound.length / 8;
    const entry = {
      sound,
      mark,
      fromMs,
      cancel: this.clock.at(this.freeMs, () => {
        this.queue.splice(this.queue.indexOf(entry), 1);
        this.heard.push({ sound, atMs: fromMs });
        this.acknowledged.push(sound);
        if (this.marks === 'given') this.listener?.mark(mark);
      }),
    };
    this.queue.push(entry);
  }

  get playing(): boolean {
    return this.queue.length > 0;
  }

  clear(): void {
    this.clears++;
    const dropped = this.queue;
    this.queue = [];
    this.freeMs = 0;
    for (const { cancel, sound, fromMs } of dropped) {
      cancel();
      const playedBytes = Math.floor((this.clock.nowMs() - fromMs) * 8);
      if (playedBytes > 0) this.heard.push({ sound: sound.subarray(0, playedBytes), atMs: fromMs });
    }
    if (this.marks === 'given')
      queueMicrotask(() => {
        for (const { mark } of dropped) this.listener?.mark(mark);
      });
  }

  async hangUp(): Promise<void> {
    this.hungUp++;
    if (this.hungUp === 1) queueMicrotask(() => this.listener?.closed('we-hung-up'));
  }

  async transfer(to: string, ringMs: number): Promise<void> {
    if (this.transferFails) throw new Error('nobody there');
    this.transfers.push(to);
    if (this.answers) queueMicrotask(() => this.listener?.closed('transferred'));
    else this.clock.at(this.clock.nowMs() + ringMs, () => this.listener?.returned());
  }

  /** The longest stretch in which nothing of ours was heard, between two times. */
  longestSilenceMs(fromMs: number, untilMs: number): number {
    let at = fromMs;
    let longest = 0;
    for (const { sound, atMs } of [...this.heard].sort((a, b) => a.atMs - b.atMs)) {
      if (atMs >= untilMs) break;
      longest = Math.max(longest, Math.min(atMs, untilMs) - at);
      at = Math.max(at, atMs + sound.length / 8);
    }
    return Math.max(longest, untilMs - at);
  }
}
