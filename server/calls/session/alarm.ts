import type { Clock } from '../clock.ts';

/** Rings once at a time that may still change. */
export class Alarm {
  private cancel: (() => void) | null = null;
  private setFor = Number.POSITIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** Rings at this time of the clock instead of any earlier one that was set; never for infinity. */
  set(atMs: number): void {
    if (atMs === this.setFor && this.cancel) return;
    this.cancel?.();
    this.cancel = null;
    this.setFor = atMs;
    if (atMs === Number.POSITIVE_INFINITY) return;
    this.cancel = this.clock.at(atMs, () => {
      this.cancel = null;
      this.ring();
    });
  }
}
