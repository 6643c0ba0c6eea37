import type { FlowCommand, FlowEvent } from '../contract.ts';
import type { FlowMachine } from './contract.ts';
import { AskPart } from './parts/ask.ts';
import { EndingPart } from './parts/ending.ts';
import { AnnouncementPart, SayPart } from './parts/say.ts';
import { TalkPart } from './parts/talk.ts';
import { TransferPart } from './parts/transfer.ts';
import { VoicemailPart } from './parts/voicemail.ts';
import type { CallerTurn, Part, Stage } from './stage.ts';

/** What was said before it was asked answers the question for so long. */
const EARLY_MS = 6_000;

/** The call whose flow is followed. */
export interface FlowScene {
  /** What is under way; null: nothing yet. */
  readonly part: Part | null;
  enter(part: Part): void;
  post(work: () => void): void;
}

/** Follows the flow of one call: tells it what happened, and makes of what it wants next the parts of the call. */
export class FlowFollower {
  private machine: FlowMachine | null = null;
  private early: { turn: CallerTurn; atMs: number } | null = null;
  /** Nothing was said since the flow came to the step that it is in. */
  private newStep = true;

  constructor(
    private readonly stage: Stage,
    private readonly scene: FlowScene,
  ) {}

  begin(): void {
    const { stage, scene } = this;
    const { lines } = stage.call.flow.content;
    stage.deps.machine(stage.call).then(
      (machine) =>
        scene.post(() => {
          this.machine = machine;
          if (lines.announcement)
            scene.enter(new AnnouncementPart(stage, () => this.tell({ type: 'begin' })));
          else this.tell({ type: 'begin' });
        }),
      (error: unknown) =>
        scene.post(() => {
          stage.trouble('database', error);
          scene.enter(new EndingPart(stage, lines.trouble, 'failed'));
        }),
    );
  }

  /** False: it makes no difference to the flow. */
  tell(event: FlowEvent): boolean {
    const commands = this.machine?.on(event) ?? [];
    // What was typed ahead was meant for the steps behind this one: not for its confirmation, nor for another try.
    if (!commands.some(({ type }) => type === 'step')) this.stage.forgetAhead();
    for (const command of commands) this.follow(command);
    return commands.length > 0;
  }

  /** A turn as it is to be taken: what was said before goes on only in the step in which it was said. */
  fitted(turn: CallerTurn): CallerTurn {
    const { newStep } = this;
    this.newStep = false;
    return turn.rest !== null && newStep ? { ...turn, text: turn.rest, rest: null } : turn;
  }

  /** What the caller said may answer what comes next. */
  heard(turn: CallerTurn): void {
    this.early = { turn, atMs: this.stage.clock.nowMs() };
  }

  /** Goes on with what something else took the place of. */
  goOn(): void {
    const waiting = this.machine?.waiting;
    if (!waiting) this.tell({ type: 'begin' });
    else if (waiting.type === 'transfer') this.tell({ type: 'transfer-over', joined: false });
    else this.follow(waiting, true);
  }

  private follow(command: FlowCommand, goesOn = false): void {
    const early = this.takeEarly();
    switch (command.type) {
      case 'step': {
        const { stepId, step, title } = command;
        if (early) this.heard(early);
        this.newStep = true;
        this.stage.timeline.add({ kind: 'step', stepId, step, title });
        return;
      }
      case 'collected':
        this.collected(command);
        return;
      default:
        this.scene.enter(this.partOf(command, early, goesOn));
    }
  }

  private partOf(
    command: Exclude<FlowCommand, { type: 'step' | 'collected' }>,
    early: CallerTurn | null,
    goesOn: boolean,
  ): Part {
    const { stage, scene } = this;
    // Only what was said over a line that asks nothing is an answer to what comes behind it.
    const said = scene.part instanceof SayPart ? early : null;
    switch (command.type) {
      case 'say':
        return new SayPart(stage, command);
      case 'ask':
        return new AskPart(stage, command, said);
      case 'talk':
        return new TalkPart(stage, command, { early: said?.keys ? null : said, goesOn });
      case 'transfer':
        return new TransferPart(stage, command, scene.part?.summary?.() ?? '');
      case 'voicemail':
        return new VoicemailPart(stage, command);
      case 'end':
        return new EndingPart(stage, command.line, command.end);
    }
  }

  private takeEarly(): CallerTurn | null {
    const { early } = this;
    this.early = null;
    return early && this.stage.clock.nowMs() - early.atMs < EARLY_MS ? early.turn : null;
  }

  private collected(given: Extract<FlowCommand, { type: 'collected' }>): void {
    const { timeline } = this.stage;
    const { name, value, confirmed, secret, mark } = given;
    timeline.add({ kind: 'collected', name, value: secret ? '•••' : value, confirmed });
    if (mark) timeline.add({ kind: 'satisfaction', score: Number(value) });
  }
}
