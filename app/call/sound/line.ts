import { CALL_HZ } from './frames.ts';
import type { SpeakerOrder } from './worklet.ts';
import workletUrl from './worklet.ts?worker&url';

/** Q of the four stages of a Butterworth filter of eighth order: what an 8 kHz line cannot carry is gone. */
const STAGES_Q = [0.51, 0.601, 0.9, 2.563];
const CUT_HZ = 3_500;

/** Both ways of the sound of a call in this browser. */
export interface Line {
  play(muLaw: Uint8Array): void;
  /** Told by `onHeard` once everything before it was heard. */
  mark(name: string): void;
  clear(): void;
  close(): void;
}

interface LineEvents {
  /** 20 ms of µ-law. */
  onFrame: (muLaw: Uint8Array<ArrayBuffer>) => void;
  onHeard: (mark: string) => void;
  /** The microphone was unplugged or taken away. */
  onMicrophoneLost: () => void;
}

/** The microphone, with what it hears of our own sound taken out. Throws what the browser says when there is none. */
export const openMicrophone = (): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });

/** Opens the sound of a call on a microphone, which belongs to it from now on. */
export async function openLine(microphone: MediaStream, events: LineEvents): Promise<Line> {
  const inward = new AudioContext();
  // The browser itself makes of 8 kHz what the loudspeaker takes.
  const outward = new AudioContext({ sampleRate: CALL_HZ });
  const close = () => {
    for (const track of microphone.getTracks()) track.stop();
    void inward.close();
    void outward.close();
  };
  try {
    await Promise.all([inward, outward].map((context) => context.audioWorklet.addModule(workletUrl)));
    await Promise.all([inward.resume(), outward.resume()]);
    const frames = new AudioWorkletNode(inward, 'microphone', {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    frames.port.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => events.onFrame(data);
    STAGES_Q.reduce<AudioNode>(
      (before, q) =>
        before.connect(new BiquadFilterNode(inward, { type: 'lowpass', frequency: CUT_HZ, Q: decibels(q) })),
      inward.createMediaStreamSource(microphone),
    ).connect(frames);
    // It gives silence, and is only heard out where it leads somewhere.
    frames.connect(inward.destination);
    const latencyS = (outward.baseLatency || 0) + (outward.outputLatency || 0);
    const speaker = new AudioWorkletNode(outward, 'loudspeaker', {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions: { delaySamples: Math.round(latencyS * CALL_HZ) },
    });
    speaker.port.onmessage = ({ data }: MessageEvent<string>) => events.onHeard(data);
    speaker.connect(outward.destination);
    for (const track of microphone.getTracks()) track.addEventListener('ended', events.onMicrophoneLost);
    const order = (what: SpeakerOrder) => speaker.port.postMessage(what);
    return {
      play: (sound) => order({ sound }),
      mark: (mark) => order({ mark }),
      clear: () => order({ clear: true }),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** For low-pass filters the Web Audio API takes Q in decibels. */
const decibels = (q: number) => 20 * Math.log10(q);
