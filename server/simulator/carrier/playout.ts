import { FRAME_BYTES } from '../../telephony/callTransport.ts';
import { SILENT_BYTE } from './lineSound.ts';

type Queued = { mulaw: Uint8Array; taken: number } | { mark: string };

/** What was received and is to be heard: sound in real time, and the marks behind it. */
export class Playout {
  private queue: Queued[] = [];

  get empty(): boolean {
    return this.queue.length === 0;
  }

  sound(mulaw: Uint8Array): void {
    if (mulaw.length > 0) this.queue.push({ mulaw, taken: 0 });
  }

  mark(name: string): void {
    this.queue.push({ mark: name });
  }

  /** Forgets the sound; gives the marks that were pending, which the carrier then echoes. */
  clear(): string[] {
    const pending = marksOf(this.queue);
    this.queue = [];
    return pending;
  }

  /** The next frame of what is heard, silence where nothing is queued; gives the marks that it reached. */
  next(frame: Uint8Array): string[] {
    let filled = 0;
    let passed = 0;
    for (const each of this.queue) {
      if ('mulaw' in each) {
        if (filled === FRAME_BYTES) break;
        const part = each.mulaw.subarray(each.taken, each.taken + FRAME_BYTES - filled);
        frame.set(part, filled);
        filled += part.length;
        each.taken += part.length;
        if (each.taken < each.mulaw.length) break;
      }
      passed++;
    }
    frame.fill(SILENT_BYTE, filled);
    return passed === 0 ? NONE : marksOf(this.queue.splice(0, passed));
  }
}

const NONE: string[] = [];
const marksOf = (queue: readonly Queued[]) => queue.flatMap((each) => ('mark' in each ? [each.mark] : []));
