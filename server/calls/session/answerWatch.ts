import { v7 } from 'uuid';
import type { Clock } from '../clock.ts';
import type { Purpose } from '../speaking/mouth.ts';
import { TurnWatch } from './latency.ts';
import type { CallerTurn } from './stage.ts';
import type { Timeline } from './timeline.ts';

/** What the flow answers with; a personality tells of its own answers. */
const ANSWERS: ReadonlySet<Purpose> = new Set(['fixed', 'reprompt', 'trouble']);

/** How long callers wait for what the flow answers: until the line that follows their words or keys is heard. */
export class AnswerWatch {
  private turn: { turn: CallerTurn; watch: TurnWatch; saying: string | null } | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly timeline: Timeline,
  ) {}

  /** Something was said or keyed in; whether it is the flow that answers it. */
  follow(turn: CallerTurn, byFlow: boolean): void {
    this.turn = byFlow ? { turn, watch: new TurnWatch(turn, this.clock.nowMs()), saying: null } : null;
  }

  says(id: string, purpose: Purpose): void {
    const { turn } = this;
    if (!turn || turn.saying !== null) return;
    if (purpose === 'answer') this.turn = null;
    if (!ANSWERS.has(purpose)) return;
    turn.saying = id;
    turn.watch.sentence(this.clock.nowMs());
  }

  sent(id: string): void {
    if (this.turn?.saying === id) this.turn.watch.sent(this.clock.nowMs());
  }

  begun(id: string, firstMs: number): void {
    const { turn: of, clock } = this;
    if (of?.saying !== id) return;
    this.turn = null;
    of.watch.begun(clock.nowMs(), firstMs);
    const latency = of.watch.latency();
    if (latency)
      this.timeline.add(
        { kind: 'answered', turnId: v7(), latency },
        { fromMs: of.turn.endedMs, endMs: clock.nowMs() },
      );
  }
}
