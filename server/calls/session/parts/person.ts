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
    const { language } = stage.call.flow.content;
    stage.expect({ what: 'anything', language, mostKeys: 1 }, anyWish(language));
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
