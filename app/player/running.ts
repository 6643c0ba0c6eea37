const SWITCH_S = 0.006;

/** Tracks that sound together, in step; how loud each is decides which one is heard. */
export class RunningTracks {
  #tracks: { source: AudioBufferSourceNode; gain: GainNode }[] = [];

  get some(): boolean {
    return this.#tracks.length > 0;
  }

  /** Starts all at `atS` of the context's time, silent until `setGains`; `onEnd` when the longest is over. */
  start(
    context: AudioContext,
    buffers: readonly AudioBuffer[],
    { atS, offsetS, lengthS }: { atS: number; offsetS: number; lengthS: number },
    onEnd: () => void,
  ): void {
    this.stop();
    this.#tracks = buffers.map((buffer) => {
      const gain = new GainNode(context, { gain: 0 });
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(gain).connect(context.destination);
      source.start(atS, offsetS, lengthS);
      return { source, gain };
    });
    const lengths = buffers.map((buffer) => buffer.duration);
    const longest = this.#tracks[lengths.indexOf(Math.max(...lengths))];
    if (longest) longest.source.onended = onEnd;
  }

  /** Linear gain of each track: at once, or from `fromS` of the context's time without a click. */
  setGains(gains: readonly number[], fromS: number | null): void {
    this.#tracks.forEach(({ gain }, index) => {
      const value = gains[index] ?? 0;
      if (fromS === null) gain.gain.value = value;
      else gain.gain.setTargetAtTime(value, fromS, SWITCH_S / 3);
    });
  }

  stop(): void {
    for (const { source, gain } of this.#tracks) {
      source.onended = null;
      source.stop();
      source.disconnect();
      gain.disconnect();
    }
    this.#tracks = [];
  }
}
