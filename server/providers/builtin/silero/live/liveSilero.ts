import type { Worker } from 'node:worker_threads';
import type { LineListener, LiveVoiceActivity, VoiceLine } from '../../../../speech/voiceActivity.ts';
import { startThread } from '../../../../thread.ts';
import type { FromLiveThread, ToLiveThread } from './liveThread.ts';
import { msOf } from './onset.ts';
import { LINES_PER_SLAB, Slab } from './rings.ts';

interface Place {
  slab: Slab;
  slabIndex: number;
  line: number;
}

/** What `onBroken` is told when the thread ends by itself: nobody is heard any more. */
export interface LiveSileroOptions {
  onBroken(error: Error): void;
}

/**
 * Silero over many telephone lines at once: one thread judges the chunks of all of them together. Frames go there by
 * shared memory. The thread starts with the first line.
 */
export function openLiveSilero({ onBroken }: LiveSileroOptions): LiveVoiceActivity {
  const slabs: Slab[] = [];
  const free: Place[] = [];
  const open = new Map<string, { opening: number; listener: LineListener }>();
  let worker: Worker | null = null;
  let openings = 0;
  let closing = false;

  const keyOf = (slabIndex: number, line: number) => `${slabIndex}:${line}`;
  const tell = (message: ToLiveThread) => worker?.postMessage(message);

  function start(): void {
    worker = startThread('liveThread', import.meta.url);
    worker.on('message', ({ changes }: FromLiveThread) => {
      for (const { slab, line, opening, speech, atMs } of changes) {
        const heard = open.get(keyOf(slab, line));
        // What was judged of a line that ended in the meantime.
        if (heard?.opening !== opening) continue;
        if (speech === 'start') heard.listener.onSpeechStart(atMs);
        else heard.listener.onSpeechEnd(atMs);
      }
    });
    worker.on('error', (error) => {
      worker = null;
      if (!closing) onBroken(error as Error);
    });
    for (const slab of slabs) tell({ type: 'slab', memory: slab.memory });
  }

  function takePlace(): Place {
    const place = free.pop();
    if (place) return place;
    const slab = new Slab();
    const slabIndex = slabs.push(slab) - 1;
    tell({ type: 'slab', memory: slab.memory });
    for (let line = LINES_PER_SLAB - 1; line >= 0; line--) free.push({ slab, slabIndex, line });
    return free.pop()!;
  }

  return {
    version: 'silero-v6-8k+2',

    open(listener): VoiceLine {
      if (!worker) start();
      const place = takePlace();
      const { slab, slabIndex, line } = place;
      const opening = ++openings;
      slab.open(line, opening);
      open.set(keyOf(slabIndex, line), { opening, listener });
      return new SileroLine(slab, line, () => {
        open.delete(keyOf(slabIndex, line));
        free.push(place);
      });
    },

    async close() {
      closing = true;
      if (!worker) return;
      // A thread that is ended while its model runs takes the process with it: it ends by itself.
      const gone = new Promise((resolve) => worker?.once('exit', resolve));
      tell({ type: 'end' });
      await gone;
      worker = null;
    },
  };
}

/** A class and no closures: fifty frames come in a second of each line. */
class SileroLine implements VoiceLine {
  private closed = false;

  constructor(
    private readonly slab: Slab,
    private readonly line: number,
    private readonly onClosed: () => void,
  ) {}

  push(mulaw: Uint8Array): void {
    if (!this.closed) this.slab.write(this.line, mulaw);
  }

  get backlogMs(): number {
    return this.closed ? 0 : msOf(this.slab.waiting(this.line));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.slab.close(this.line);
    this.onClosed();
  }
}
