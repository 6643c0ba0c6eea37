import { Play } from 'lucide-react';
import type { Voice } from '../../shared/api/voices.ts';
import type { SpeechParameters } from '../../shared/speech/parameters.ts';
import { EMPHASIS_LEVELS, TONES } from '../../shared/speech/vocabulary.ts';
import { EMPHASIS_LABELS, TONE_LABELS } from '../format/labels.ts';
import { Button } from './Button.tsx';
import { Select } from './Field.tsx';
import { MannerSliders } from './MannerSliders.tsx';
import styles from './ParametersPanel.module.css';
import { VoiceSettingSliders } from './VoiceSettingSliders.tsx';

interface ParametersPanelProps {
  voices: readonly Voice[];
  voice: Voice | null;
  parameters: SpeechParameters;
  onVoice: (id: string) => void;
  onParameters: (change: Partial<SpeechParameters>) => void;
  /** Why there is no voice to choose. */
  missing?: string | null;
  /** Speaks the first sentence with what is set here; left out where there is none. */
  onPreview?: () => void;
  previewing?: boolean;
  disabled: boolean;
}

/** Every parameter at its neutral value, as the API fills them in. */
export const AS_THE_VOICE_SPEAKS: SpeechParameters = {
  speed: 1,
  pitch: 0,
  tone: 'neutral',
  emphasis: 'none',
  loudnessLufs: -16,
};

const PAUSES = ['As the voice does', '0.2 s', '0.5 s', '1 s', '2 s'];
const PAUSE_MS = [undefined, 200, 500, 1000, 2000];

function Pause(props: {
  label: string;
  valueMs: number | undefined;
  onChange: (valueMs: number | undefined) => void;
}) {
  const index = PAUSE_MS.indexOf(props.valueMs);
  return (
    <Select
      label={props.label}
      value={index < 0 ? 'other' : String(index)}
      onChange={(event) => props.onChange(PAUSE_MS[Number(event.currentTarget.value)])}
    >
      {index < 0 ? <option value="other">{props.valueMs} ms</option> : null}
      {PAUSES.map((words, at) => (
        <option key={words} value={at}>
          {words}
        </option>
      ))}
    </Select>
  );
}

/** How the script is to be spoken: voice, tone, speed, pitch, emphasis and pauses. */
export function ParametersPanel(props: ParametersPanelProps) {
  const { voices, voice, parameters, onParameters, disabled } = props;
  const engines = [...new Set(voices.map((one) => one.engine))];
  const able = voice?.capabilities;
  return (
    <fieldset className={styles.panel} disabled={disabled}>
      <legend className="visuallyHidden">How it is spoken</legend>
      <div className={styles.voice}>
        <Select
          label="Voice"
          value={voice?.id ?? ''}
          error={props.missing ?? null}
          onChange={(event) => props.onVoice(event.currentTarget.value)}
        >
          {engines.map((engine) => (
            <optgroup key={engine} label={engine}>
              {voices
                .filter((one) => one.engine === engine)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.kind === 'custom' ? `${one.name}, own voice` : one.name}
                  </option>
                ))}
            </optgroup>
          ))}
        </Select>
        {props.onPreview ? (
          <Button icon={<Play aria-hidden />} busy={props.previewing} onClick={props.onPreview}>
            Preview
          </Button>
        ) : null}
      </div>
      <div className={styles.tones} role="radiogroup" aria-label="Tone">
        {TONES.map((tone) => (
          <label key={tone} className={styles.tone}>
            <input
              type="radio"
              name="tone"
              value={tone}
              checked={parameters.tone === tone}
              disabled={able?.tone === 'none' && tone !== 'neutral'}
              onChange={() => onParameters({ tone })}
            />
            <span>{TONE_LABELS[tone]}</span>
          </label>
        ))}
      </div>
      <MannerSliders speed={parameters.speed} pitch={parameters.pitch} able={able} onChange={onParameters} />
      <Select
        label="Emphasis"
        value={parameters.emphasis}
        disabled={able?.emphasis === 'none'}
        onChange={(event) =>
          onParameters({
            emphasis: EMPHASIS_LEVELS.find((level) => level === event.currentTarget.value) ?? 'none',
          })
        }
      >
        {EMPHASIS_LEVELS.map((level) => (
          <option key={level} value={level}>
            {EMPHASIS_LABELS[level]}
          </option>
        ))}
      </Select>
      <div className={styles.pauses}>
        <Pause
          label="Between sentences"
          valueMs={parameters.sentencePauseMs}
          onChange={(sentencePauseMs) => onParameters({ sentencePauseMs })}
        />
        <Pause
          label="Between paragraphs"
          valueMs={parameters.paragraphPauseMs}
          onChange={(paragraphPauseMs) => onParameters({ paragraphPauseMs })}
        />
      </div>
      <Select
        label="Loudness"
        value={parameters.loudnessLufs === null ? 'off' : String(parameters.loudnessLufs)}
        onChange={(event) =>
          onParameters({
            loudnessLufs: event.currentTarget.value === 'off' ? null : Number(event.currentTarget.value),
          })
        }
      >
        <option value="-16">−16 LUFS, as podcasts have it</option>
        <option value="-19">−19 LUFS, quieter</option>
        <option value="-23">−23 LUFS, as broadcast has it</option>
        <option value="off">As the voice made it</option>
      </Select>
      {able && able.settings.length > 0 ? (
        <details className={styles.own}>
          <summary>Settings of this voice</summary>
          <div className={styles.sliders}>
            <VoiceSettingSliders
              names={able.settings}
              settings={parameters.settings ?? {}}
              onChange={(settings) => onParameters({ settings })}
            />
          </div>
        </details>
      ) : null}
    </fieldset>
  );
}
