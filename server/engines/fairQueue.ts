/** At most `size` at once; who waits takes turns by workspace, so that nobody's hundred stand before another's one. */
export class FairQueue {
  private running = 0;
  private readonly waiting = new Map<string, (() => void)[]>();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** Resolves with what gives the place back, to be called once. Throws the signal's reason when it aborts first. */
  async enter(workspaceId: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.running < this.size) this.running++;
    else await this.turn(workspaceId, signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.leave();
    };
  }

  get active(): number {
    return this.running;
  }

  get length(): number {
    let sum = 0;
    for (const { length } of this.waiting.values()) sum += length;
    return sum;
  }

  private turn(workspaceId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const own = this.waiting.get(workspaceId) ?? [];
      const onAbort = () => {
        own.splice(own.indexOf(go), 1);
        if (own.length === 0) this.waiting.delete(workspaceId);
        reject(signal.reason);
      };
      const go = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      own.push(go);
      this.waiting.set(workspaceId, own);
    });
  }

  /** The place goes to the workspace that has waited longest for one; it then stands behind the others. */
  private leave(): void {
    const [next] = this.waiting;
    if (!next) {
      this.running--;
      return;
    }
    const [workspaceId, own] = next;
    this.waiting.delete(workspaceId);
    const go = own.shift();
    if (own.length > 0) this.waiting.set(workspaceId, own);
    go?.();
  }
}
