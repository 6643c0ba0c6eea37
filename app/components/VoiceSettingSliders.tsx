import {
  VOICE_SETTINGS,
  type VoiceSettingName,
  type VoiceSettingRange,
} from '../../shared/speech/voiceSettingRanges.ts';
import type { VoiceSettings } from '../../shared/speech/voiceSettings.ts';
import { Checkbox } from './Field.tsx';
import { Slider } from './Slider.tsx';

const asText = (value: number) => String(Math.round(value * 1000) / 1000);
const isSwitch = ({ min, max, step }: VoiceSettingRange) => step === max - min;

/** The settings of a voice's own engine: those that it takes, each where it stands or at its default. */
export function VoiceSettingSliders({
  names,
  settings,
  onChange,
  disabled,
}: {
  names: readonly VoiceSettingName[];
  settings: VoiceSettings;
  onChange: (settings: VoiceSettings) => void;
  disabled?: boolean;
}) {
  return names.map((name) => {
    const range: VoiceSettingRange = VOICE_SETTINGS[name];
    const value = settings[name] ?? range.default;
    const set = (next: number) => onChange({ ...settings, [name]: next });
    return isSwitch(range) ? (
      <Checkbox
        key={name}
        label={range.label}
        hint={range.help}
        checked={value === range.max}
        disabled={disabled}
        onChange={(event) => set(event.currentTarget.checked ? range.max : range.min)}
      />
    ) : (
      <Slider
        key={name}
        label={range.label}
        hint={range.help}
        min={range.min}
        max={range.max}
        step={range.step}
        neutral={range.default}
        value={value}
        format={asText}
        disabled={disabled}
        onChange={set}
      />
    );
  });
}
