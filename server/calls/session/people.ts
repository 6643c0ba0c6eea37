import type { Actor } from '../../../shared/api/common.ts';
import { ProblemError } from '../../problem.ts';
import type { CallListener, CallTransport } from '../../telephony/callTransport.ts';
import type { Clock } from '../clock.ts';
import type { CallSession } from './callSession.ts';
import { callLinesOf } from './lines.ts';
import { PersonPart } from './parts/person.ts';
import { PersonLeg } from './personLeg.ts';
import { PersonWords } from './personWords.ts';

interface Joining {
  actor: Actor;
  how: 'take-over' | 'whisper';
  summary?: string | null;
}

/** The people on one call beside the caller. */
export class People {
  private session: CallSession | null = null;
  private taker: PersonLeg | null = null;
  /** What the one who took over says. */
  private words: PersonWords | null = null;
  /** The caller waited for whoever took the call: when they leave, it is over. */
  private transferred = false;
  private readonly whisperers = new Set<PersonLeg>();
  private sounds = 0;

  constructor(private readonly clock: Clock) {}

  attach(session: CallSession): void {
    this.session = session;
  }

  /** The caller's sound. */
  onCallerSound(frame: Uint8Array): void {
    this.taker?.hear(frame);
  }

  join(leg: CallTransport, who: Joining): CallListener {
    if (who.how === 'whisper') return this.whisper(leg, who.actor);
    if (this.taker) throw new ProblemError('conflict', 'Somebody else has taken over this call.');
    const session = this.session!;
    const { timeline } = session;
    const taker = new PersonLeg(leg, who.actor, this.clock, {
      onSound: (mulaw) =>
        session.post(() => {
          session.transport.play(mulaw, `t${++this.sounds}`);
          timeline.sound('agent', mulaw);
          this.words?.audio(mulaw);
        }),
      // Until then the caller hears that somebody comes.
      onConnected: () => session.post(() => session.yieldFloor()),
      onLeft: () => session.post(() => this.leave(taker)),
    });
    this.taker = taker;
    session.post(() => {
      this.words?.close();
      this.words = new PersonWords(session, who.actor);
      this.transferred = timeline.state.floor === 'waiting';
      const about = session.suspend(new PersonPart(session));
      timeline.add({ kind: 'person', state: 'took-over', actor: who.actor });
      const lines = callLinesOf(session.call.flow.content.language);
      const summary = who.summary === undefined && this.transferred ? about || lines.noSummary : who.summary;
      if (summary) {
        session.holdFloor();
        taker.begin(session.speaker.saying(`${lines.summary} ${summary}`, 'person'));
      } else taker.begin(null);
      session.changed();
    });
    return taker.ears;
  }

  /** The agent goes on. */
  handBack(): void {
    const session = this.session!;
    session.post(() => {
      const { taker } = this;
      if (!taker) return;
      taker.hangUp((error) => session.deps.onTrouble(error, 'the line of a person could not be ended'));
      this.left(taker);
      session.flow.goOn();
      session.changed();
    });
  }

  close(): void {
    const onTrouble = (error: unknown) =>
      this.session?.deps.onTrouble(error, 'the line of a person could not be ended');
    this.taker?.hangUp(onTrouble);
    for (const whisperer of this.whisperers) whisperer.hangUp(onTrouble);
    this.taker = null;
    this.words?.close();
    this.whisperers.clear();
  }

  private whisper(leg: CallTransport, actor: Actor): CallListener {
    if (!this.taker)
      throw new ProblemError('conflict', 'Nobody has taken over this call who could be whispered to.');
    const session = this.session!;
    const whisperer = new PersonLeg(leg, actor, this.clock, {
      onSound: (mulaw) => this.taker?.hear(mulaw),
      onConnected: () => undefined,
      onLeft: () =>
        session.post(() => {
          this.whisperers.delete(whisperer);
          session.timeline.add({ kind: 'person', state: 'left', actor });
        }),
    });
    this.whisperers.add(whisperer);
    whisperer.begin(null);
    session.post(() => session.timeline.add({ kind: 'person', state: 'whispers', actor }));
    return whisperer.ears;
  }

  private leave(taker: PersonLeg): void {
    if (this.taker !== taker) return;
    const session = this.session!;
    this.left(taker);
    if (this.transferred) session.hangUp('transferred');
    else session.flow.goOn();
    session.changed();
  }

  private left({ actor }: PersonLeg): void {
    this.taker = null;
    this.words?.end();
    this.session!.timeline.add({ kind: 'person', state: 'left', actor });
  }
}
