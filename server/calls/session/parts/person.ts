import { ProblemError } from '../../../problem.ts';
import { anyWish } from '../expectedAnswer.ts';
import type { CallerTurn, Part, Stage } from '../stage.ts';

/** A person talks with the caller. We are silent, and write down what the caller says. */
export class PersonPart implements Part {
  readonly shows = 'person';
  readonly fillers = 'hold';

  constructor(private readonly stage: Stage) {}

  begin(): void {
    const { stage } = this;
    stage.expect({ what: 'anything', mostKeys: 1 }, anyWish(stage.call.flow.content.language));
  }

  /** Whoever talks with the caller hears them: words are taken down if something here can. */
  goesUnheard(error: unknown): boolean {
    return error instanceof ProblemError && error.code === 'no-recogniser';
  }

  onTurn(_turn: CallerTurn): void {
    this.stage.yieldFloor();
  }

  onReprompt(): void {
    this.stage.yieldFloor();
  }

  onGaveUp(): void {
    this.stage.yieldFloor();
  }
}
