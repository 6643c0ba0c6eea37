import type { Actor } from '../../../shared/api/common.ts';
import type { CallClosed, CallListener, CallTransport } from '../../telephony/callTransport.ts';
import type { Clock } from '../clock.ts';
import { Mouth, type Saying } from '../speaking/mouth.ts';

export interface PersonListener {
  /** What the person says, once they are connected. */
  onSound(mulaw: Uint8Array): void;
  /** They heard what they were to be told: now they and the caller hear each other. */
  onConnected(): void;
  onLeft(why: CallClosed): void;
}

/** The line of a person who joined a call: first told what it is about, then connected. */
export class PersonLeg {
  connected = false;
  private left = false;
  private frames = 0;
  private readonly mouth: Mouth;

  constructor(
    private readonly leg: CallTransport,
    readonly actor: Actor,
    clock: Clock,
    private readonly listener: PersonListener,
  ) {
    const nothing = () => undefined;
    this.mouth = new Mouth(leg, clock, {
      onSpeaks: nothing,
      onSilent: nothing,
      onSent: nothing,
      onBegun: nothing,
      onFailed: nothing,
      onMade: nothing,
      onSound: nothing,
      inTurn: (work) => work(),
      onSaid: () => this.connect(),
    });
  }

  /** Connects at once, or after something was said to the person alone. */
  begin(saying: Saying | null): void {
    if (saying) this.mouth.say(saying);
    else this.connect();
  }

  /** Something for the person to hear. */
  hear(mulaw: Uint8Array): void {
    if (this.connected && !this.left) this.leg.play(mulaw, `p${++this.frames}`);
  }

  /** What the transport tells. */
  get ears(): CallListener {
    return {
      audio: (frame) => {
        if (this.connected && !this.left) this.listener.onSound(frame);
        else this.mouth.tick();
      },
      dtmf: () => undefined,
      mark: (name) => this.mouth.mark(name),
      returned: () => undefined,
      closed: (why) => {
        if (this.left) return;
        this.left = true;
        this.mouth.interrupt();
        this.listener.onLeft(why);
      },
    };
  }

  /** Their line ends; `onLeft` is not told. */
  hangUp(onTrouble: (error: unknown) => void): void {
    if (this.left) return;
    this.left = true;
    this.mouth.interrupt();
    this.leg.hangUp().catch(onTrouble);
  }

  private connect(): void {
    if (this.connected || this.left) return;
    this.connected = true;
    this.listener.onConnected();
  }
}
