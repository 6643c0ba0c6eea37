import type { VoiceCapabilities } from '../../shared/api/voices.ts';
import { semitones, speedInWords } from '../format/manner.ts';
import { Slider } from './Slider.tsx';

/** Speed and pitch, as far as a voice can take them. */
export function MannerSliders({
  speed,
  pitch,
  able,
  onChange,
}: {
  speed: number;
  pitch: number;
  /** What the voice can do; undefined: nobody knows yet. */
  able: Pick<VoiceCapabilities, 'speed' | 'pitch'> | undefined;
  onChange: (change: { speed: number } | { pitch: number }) => void;
}) {
  return (
    <>
      <Slider
        label="Speed"
        value={speed}
        min={Math.max(0.5, able?.speed.min ?? 0.5)}
        max={Math.min(2, able?.speed.max ?? 2)}
        step={0.05}
        neutral={1}
        format={speedInWords}
        onChange={(next) => onChange({ speed: next })}
        disabled={able?.speed.support === 'none'}
      />
      <Slider
        label="Pitch"
        value={pitch}
        min={Math.max(-6, able?.pitch.min ?? -6)}
        max={Math.min(6, able?.pitch.max ?? 6)}
        step={0.5}
        neutral={0}
        format={semitones}
        onChange={(next) => onChange({ pitch: next })}
        disabled={able?.pitch.support === 'none'}
      />
    </>
  );
}
