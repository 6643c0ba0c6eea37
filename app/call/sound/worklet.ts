import { Frames } from './frames.ts';
import { PlayQueue } from './playQueue.ts';

// Runs on the thread of the sound, as a module of its own: nothing but the two processors may be in it.

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: {
    processorOptions?: unknown;
  }) => AudioWorkletProcessor & {
    process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
  },
): void;
declare const sampleRate: number;

/** What the loudspeaker is told. */
export type SpeakerOrder = { sound: Uint8Array } | { mark: string } | { clear: true };

/** Tells frames of µ-law as they come. */
class Microphone extends AudioWorkletProcessor {
  readonly #frames = new Frames(sampleRate);

  process([input]: Float32Array[][]): boolean {
    const samples = input?.[0];
    if (samples) for (const frame of this.#frames.push(samples)) this.port.postMessage(frame, [frame.buffer]);
    return true;
  }
}

/** Plays what it is told, and tells the marks that were heard. */
class Loudspeaker extends AudioWorkletProcessor {
  readonly #queue: PlayQueue;

  constructor({ processorOptions }: { processorOptions?: unknown }) {
    super();
    this.#queue = new PlayQueue((processorOptions as { delaySamples: number }).delaySamples);
    this.port.onmessage = ({ data }: MessageEvent<SpeakerOrder>) => {
      if ('sound' in data) this.#queue.push(data.sound);
      else if ('mark' in data) this.#queue.mark(data.mark);
      else this.#tell(this.#queue.clear());
    };
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    if (output?.[0]) this.#tell(this.#queue.pull(output[0]));
    return true;
  }

  #tell(marks: string[]): void {
    for (const mark of marks) this.port.postMessage(mark);
  }
}

registerProcessor('microphone', Microphone);
registerProcessor('loudspeaker', Loudspeaker);
