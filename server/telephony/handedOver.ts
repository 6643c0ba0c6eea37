import { randomBytes } from 'node:crypto';
import type { AnswerTransport, CallClosed, CallListener, CallTransport } from './callTransport.ts';

/** What the carrier tells of a telephone that rang is not waited for longer: somebody answered. */
const LATE_MS = 20_000;
const TOKEN_BYTES = 32;

/**
 * Callers who are handed over, from the moment the carrier takes them until somebody answers; those of this process,
 * which holds the calls. Carriers name calls.
 */
export interface HandedOver {
  /** Answers a call by a transport that outlives its first sound: `returned` is told when its caller is back. */
  follow(transport: CallTransport, answer: AnswerTransport): CallListener | null;
  /** Somebody answered: our part of the call is over. */
  answered(carrierCallId: string): void;
  /** Nobody did: a token for the caller's sound, good once. Null: the call is over here. */
  unanswered(carrierCallId: string): string | null;
  /** The sound of a caller who is back; null: nobody comes back with this token. */
  take(token: string): Pick<Followed, 'start' | 'resume'> | null;
  /** The carrier's call is over. */
  over(carrierCallId: string): void;
}

export function openHandedOver(): HandedOver {
  const away = new Map<string, Followed>();
  return {
    follow(transport, answer) {
      const call = new Followed(transport, away);
      const listener = answer(call);
      return listener && call.listen(listener);
    },
    answered: (carrierCallId) => away.get(carrierCallId)?.end('transferred'),
    unanswered(carrierCallId) {
      const call = away.get(carrierCallId);
      if (!call) return null;
      call.token = randomBytes(TOKEN_BYTES).toString('base64url');
      return call.token;
    },
    take: (token) => [...away.values()].find((call) => call.token !== null && call.token === token) ?? null,
    over: (carrierCallId) => away.get(carrierCallId)?.end('caller-hung-up'),
  };
}

/** One call by one connection after the other. */
class Followed implements CallTransport {
  /** What brings the caller back; null: they are here, or still ring elsewhere. */
  token: string | null = null;
  private listener: CallListener | null = null;
  private leaving = false;
  /** Why the connection ended while the carrier was asked to take the caller. */
  private left: CallClosed | null = null;
  private deadline: NodeJS.Timeout | undefined;

  constructor(
    private inner: CallTransport,
    private readonly away: Map<string, Followed>,
  ) {}

  get start() {
    return this.inner.start;
  }

  get backlogBytes(): number {
    return this.inner.backlogBytes;
  }

  play(audio: Uint8Array, mark: string): void {
    this.inner.play(audio, mark);
  }

  clear(): void {
    this.inner.clear();
  }

  async hangUp(): Promise<void> {
    if (this.isAway) this.end('we-hung-up');
    else await this.inner.hangUp();
  }

  async transfer(to: string, ringMs: number): Promise<void> {
    this.leaving = true;
    try {
      await this.inner.transfer(to, ringMs);
    } catch (error) {
      this.leaving = false;
      if (this.left) this.end(this.left);
      throw error;
    }
    this.leaving = false;
    if (!this.listener) return;
    this.away.set(this.start.carrierCallId, this);
    this.deadline = setTimeout(() => this.end('transferred'), ringMs + LATE_MS).unref();
  }

  /** What one connection tells; what an earlier one tells after the next began is nothing. */
  listen(listener: CallListener): CallListener {
    this.listener = listener;
    const of = this.inner;
    const here = () => this.inner === of;
    return {
      audio: (frame) => this.listener?.audio(frame),
      dtmf: (digit) => this.listener?.dtmf(digit),
      mark: (name) => this.listener?.mark(name),
      returned: () => undefined,
      closed: (why) => {
        if (!here() || this.isAway) return;
        // The carrier may cut the sound before it answers that it took the caller.
        if (this.leaving) this.left = why;
        else this.end(why);
      },
    };
  }

  /** The caller is back by another connection. */
  resume(transport: CallTransport): CallListener | null {
    const { listener } = this;
    if (!listener) return null;
    this.settle();
    this.inner = transport;
    this.left = null;
    const ears = this.listen(listener);
    listener.returned();
    return ears;
  }

  end(why: CallClosed): void {
    this.settle();
    const { listener } = this;
    this.listener = null;
    listener?.closed(why);
  }

  private get isAway(): boolean {
    return this.away.get(this.start.carrierCallId) === this;
  }

  private settle(): void {
    clearTimeout(this.deadline);
    this.token = null;
    if (this.isAway) this.away.delete(this.start.carrierCallId);
  }
}
