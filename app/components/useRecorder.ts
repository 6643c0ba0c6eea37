import { useCallback, useEffect, useRef, useState } from 'react';
import { microphoneRefusal } from './microphoneRefusal.ts';

export type Recording =
  | { phase: 'idle' }
  | { phase: 'asking' }
  | { phase: 'running'; startedAtMs: number }
  | { phase: 'done'; file: File; durationMs: number }
  /** No microphone; the words say why and what to do. */
  | { phase: 'refused'; words: string };

/** What browsers record, best first, and how such a file is called. */
const FORMATS = [
  { type: 'audio/webm;codecs=opus', ending: 'webm' },
  { type: 'audio/mp4', ending: 'm4a' },
  { type: 'audio/ogg;codecs=opus', ending: 'ogg' },
] as const;
const BITS_PER_SECOND = 128_000;
const QUIETEST_DB = -60;

interface Running {
  stream: MediaStream;
  recorder: MediaRecorder;
  context: AudioContext;
  analyser: AnalyserNode;
  wanted: boolean;
}

interface RecorderOptions {
  /** Without its ending. */
  fileName: string;
  /** What people do without a microphone, e.g. `upload a file`. */
  otherwise: string;
  /** `voice`: as it sounds, for copies of a voice; `words`: with the processing of calls, to be understood. */
  purpose: 'voice' | 'words';
  /** Stops by itself then. */
  longestMs: number;
}

/** Records one file from the microphone. */
export function useRecorder({ fileName, otherwise, purpose, longestMs }: RecorderOptions) {
  const [recording, setRecording] = useState<Recording>({ phase: 'idle' });
  const running = useRef<Running | null>(null);
  const alive = useRef(true);

  const release = useCallback(() => {
    const current = running.current;
    running.current = null;
    for (const track of current?.stream.getTracks() ?? []) track.stop();
    void current?.context.close();
  }, []);

  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
      if (running.current) running.current.wanted = false;
      release();
    };
  }, [release]);

  const start = async () => {
    setRecording({ phase: 'asking' });
    const processed = purpose === 'words';
    const processing = {
      echoCancellation: processed,
      noiseSuppression: processed,
      autoGainControl: processed,
    };
    try {
      const format = FORMATS.find(({ type }) => MediaRecorder.isTypeSupported(type));
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, ...processing },
      });
      if (!alive.current || !format) {
        for (const track of stream.getTracks()) track.stop();
        if (!format) throw new Error('no format');
        return;
      }
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      const recorder = new MediaRecorder(stream, {
        mimeType: format.type,
        audioBitsPerSecond: BITS_PER_SECOND,
      });
      const current: Running = { stream, recorder, context, analyser, wanted: true };
      running.current = current;
      const parts: Blob[] = [];
      const startedAtMs = performance.now();
      const limit = setTimeout(() => recorder.state === 'recording' && recorder.stop(), longestMs);
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.onstop = () => {
        clearTimeout(limit);
        release();
        if (!current.wanted || !alive.current) return;
        const file = new File(parts, `${fileName}.${format.ending}`, { type: format.type });
        setRecording({ phase: 'done', file, durationMs: performance.now() - startedAtMs });
      };
      recorder.start();
      setRecording({ phase: 'running', startedAtMs });
    } catch (error) {
      release();
      if (alive.current) setRecording({ phase: 'refused', words: microphoneRefusal(error, otherwise) });
    }
  };

  return {
    recording,
    start,
    stop: () => running.current?.recorder.stop(),
    /** Forgets what was recorded. */
    discard: () => setRecording({ phase: 'idle' }),
    /** The loudest sample just now, in dB below full scale; -60 for silence. */
    levelDb: useCallback((): number => {
      const analyser = running.current?.analyser;
      if (!analyser) return QUIETEST_DB;
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      return Math.max(QUIETEST_DB, 20 * Math.log10(peak || 1e-6));
    }, []),
  };
}
