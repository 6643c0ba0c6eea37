import type { FlowCommand } from '../../contract.ts';
import type { Said } from '../../speaking/mouth.ts';
import type { Part, Stage } from '../stage.ts';

type Command = Extract<FlowCommand, { type: 'transfer' }>;

/** The caller is handed over: to a number, or to whoever takes the call here while a line for waiting is heard. */
export class TransferPart implements Part {
  readonly fillers = 'hold';
  shows: 'waiting' | 'person' | undefined;
  private waiting = false;
  private over = false;

  constructor(
    private readonly stage: Stage,
    private readonly command: Command,
    /** What whoever takes the call is told. */
    private readonly about: string,
  ) {}

  begin(): void {
    this.stage.setDeaf(true);
    this.happened('asked');
    this.stage.sayLine(this.command.line, 'fixed');
  }

  onSaid({ purpose, cut }: Said): void {
    if (purpose === 'fixed' && !cut && !this.waiting) this.handOver();
  }

  summary(): string {
    return this.about;
  }

  /** Nobody answered there. */
  onReturned(): void {
    this.nobody('nobody');
  }

  onReprompt(): void {
    this.stage.yieldFloor();
  }

  onGaveUp(): void {
    this.stage.yieldFloor();
  }

  /** Somebody took the call. */
  joined(): void {
    this.over = true;
    this.happened('joined');
  }

  private handOver(): void {
    const { stage, command } = this;
    const { to } = command;
    const { invite } = stage.deps;
    this.waiting = true;
    if (to !== 'people' && !(command.warm && invite)) {
      stage.transport.transfer(to, command.waitMs).then(
        // The carrier tells that our part of the call is over, or that the caller is back; until then they hear it ring.
        stage.within(() => {
          this.shows = 'person';
          stage.yieldFloor();
        }),
        stage.within((error: unknown) => {
          stage.trouble('carrier', error);
          this.nobody('failed');
        }),
      );
      return;
    }
    this.shows = 'waiting';
    this.happened('waiting');
    stage.changed();
    stage.after(command.waitMs, () => this.nobody('nobody'));
    if (to === 'people') return;
    invite?.(stage.live, to, this.about).catch(
      stage.within((error: unknown) => {
        stage.trouble('carrier', error);
        this.nobody('failed');
      }),
    );
  }

  private nobody(state: 'nobody' | 'failed'): void {
    if (this.over) return;
    this.over = true;
    this.shows = undefined;
    this.happened(state);
    this.stage.setDeaf(false);
    this.stage.changed();
    this.stage.tell({ type: 'transfer-over', joined: false });
  }

  private happened(state: 'asked' | 'waiting' | 'joined' | 'nobody' | 'failed'): void {
    const { to, warm } = this.command;
    const summary = state === 'waiting' || state === 'joined' ? this.about : null;
    this.stage.timeline.add({ kind: 'transfer', to, warm, state, summary });
  }
}
