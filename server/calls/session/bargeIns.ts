import type { Clock } from '../clock.ts';
import type { Mouth } from '../speaking/mouth.ts';
import type { Hearing } from './hearing.ts';
import type { Timeline } from './timeline.ts';

/** Our sound, as the caller stops it: at once, and then for good or for a moment, which the timeline tells. */
export class BargeIns {
  /** Null: our sound is not stopped. */
  private pausedMs: number | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly timeline: Timeline,
    private readonly mouth: Pick<Mouth, 'pause' | 'resume' | 'interrupt'>,
    private readonly hearing: Pick<Hearing, 'sinceMs'>,
  ) {}

  pause(): void {
    this.pausedMs = this.clock.nowMs();
    this.mouth.pause();
  }

  resume(): void {
    const goesOn = this.mouth.resume();
    // Where the last of it was heard just as it was stopped, nobody noticed.
    this.over(goesOn ? 'resumed' : null);
  }

  interrupt(): void {
    this.mouth.interrupt();
    this.over('interrupted');
  }

  private over(outcome: 'interrupted' | 'resumed' | null): void {
    const { pausedMs } = this;
    this.pausedMs = null;
    if (pausedMs === null || outcome === null) return;
    const reactionMs = Math.max(0, Math.round(pausedMs - (this.hearing.sinceMs ?? pausedMs)));
    this.timeline.add({ kind: 'barge-in', outcome, reactionMs }, { fromMs: pausedMs });
  }
}
