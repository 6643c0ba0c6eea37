import type { Actor } from '../../../shared/api/common.ts';
import { Floor } from '../turns/floor.ts';
import type { FloorCommand, FloorEvent } from '../turns/floorEvents.ts';
import { Alarm } from './alarm.ts';
import type { CallSession } from './callSession.ts';
import { isUnwritten, toPeople } from './expectedAnswer.ts';
import { Hearing } from './hearing.ts';
import { personWriter } from './writer.ts';

/** What a person says to the caller, written down as far as somebody here takes dictation. */
export class PersonWords {
  private readonly floor: Floor;
  private readonly hearing: Hearing;
  private readonly alarm: Alarm;
  private ending = false;

  constructor(
    private readonly session: Pick<CallSession, 'deps' | 'call' | 'clock' | 'timeline' | 'post' | 'trouble'>,
    actor: Actor,
  ) {
    const { deps, call, clock, timeline } = session;
    this.alarm = new Alarm(clock, () => this.tell({ type: 'tick' }));
    this.hearing = new Hearing(deps, call, clock, personWriter(timeline, actor), {
      post: (work) => session.post(work),
      tellFloor: (event) => this.tell(event),
      secret: () => false,
      mayGoOn: () => false,
      onNotHeard: (error) => {
        if (!isUnwritten(error)) session.trouble('recogniser', error);
      },
    });
    this.floor = new Floor(clock.nowMs());
    const { expected, task } = toPeople(call.flow.content.language, 'ever');
    this.floor.expect(expected);
    this.hearing.expect(task);
  }

  /** A frame of the person's sound. */
  audio(frame: Uint8Array): void {
    this.hearing.audio(frame);
  }

  /** They left: what they said last is still written down. */
  end(): void {
    this.ending = true;
    this.tell({ type: 'handed-in' });
  }

  /** Nothing more is written down. */
  close(): void {
    this.hearing.close();
    this.alarm.set(Number.POSITIVE_INFINITY);
  }

  private tell(event: FloorEvent): void {
    this.session.post(() => {
      for (const command of this.floor.on(event, this.session.clock.nowMs())) this.obey(command);
      this.hearing.settle(this.floor);
      this.alarm.set(this.floor.nextDeadlineMs() ?? Number.POSITIVE_INFINITY);
      if (this.ending && !this.floor.hears) this.close();
    });
  }

  private obey(command: FloorCommand): void {
    if (command.type === 'flush') this.hearing.flush();
    else if (command.type === 'turn') this.hearing.take(command);
  }
}
