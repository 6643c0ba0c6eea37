/** Why a running job's signal was aborted. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted';
  readonly reason: 'stopping' | 'lost';

  constructor(reason: 'stopping' | 'lost') {
    super(
      reason === 'stopping'
        ? 'The worker is stopping; the job is handed to another.'
        : 'The worker lost touch with the database; another may have taken the job.',
    );
    this.reason = reason;
  }
}

/** The jobs this process is working on, by their id in the queue. */
export class RunningJobs {
  readonly #jobs = new Map<string, AbortController>();
  readonly #whenIdle: (() => void)[] = [];

  get ids(): string[] {
    return [...this.#jobs.keys()];
  }

  /**
   * Runs `work` as the job `id`; its signal is aborted by `interrupt`. When it throws after that, this
   * never settles: the job did not fail, and stays marked in the queue until it is handed back.
   */
  async track(id: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    this.#jobs.set(id, controller);
    try {
      await work(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      this.#end(id, controller);
      await new Promise(() => undefined);
    } finally {
      this.#end(id, controller);
    }
  }

  #end(id: string, controller: AbortController): void {
    if (this.#jobs.get(id) === controller) this.#jobs.delete(id);
    if (this.#jobs.size === 0) for (const idle of this.#whenIdle.splice(0)) idle();
  }

  interrupt(reason: JobInterrupted['reason']): void {
    for (const controller of this.#jobs.values()) controller.abort(new JobInterrupted(reason));
  }

  /** Resolves once nothing runs. */
  idle(): Promise<void> {
    if (this.#jobs.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }
}
