import type { Voice } from '../../../../shared/api/voices.ts';
import type { PersonalityContent, PersonalityVoice } from '../../../../shared/personalities/content.ts';
import { misfit } from '../../../../shared/voices/misfit.ts';
import common from '../../../components/common.module.css';
import { Select } from '../../../components/Field.tsx';
import { MannerSliders } from '../../../components/MannerSliders.tsx';
import { VoiceSettingSliders } from '../../../components/VoiceSettingSliders.tsx';
import { keysOf, TONE_LABELS } from '../../../format/labels.ts';
import styles from './Editor.module.css';
import { Part } from './Part.tsx';

/** The neutral one is none that was chosen: so a voice speaks by itself. */
const CHOSEN_TONES = keysOf(TONE_LABELS).filter((tone) => tone !== 'neutral');

/** Voices under their engine, those of one's own first. */
function VoiceOptions({ voices }: { voices: readonly Voice[] }) {
  const groupOf = ({ kind, engine }: Voice) => (kind === 'custom' ? 'Own voices' : engine);
  const groups = [...new Set(voices.map(groupOf))].sort((a, b) =>
    a === 'Own voices' ? -1 : b === 'Own voices' ? 1 : a.localeCompare(b),
  );
  return groups.map((group) => (
    <optgroup key={group} label={group}>
      {voices
        .filter((voice) => groupOf(voice) === group)
        .map((voice) => (
          <option key={voice.id} value={voice.id}>
            {voice.name}
          </option>
        ))}
    </optgroup>
  ));
}

/** Whose voice it speaks with, how that is set, and who speaks when it cannot. */
export function VoiceFields({
  chosen,
  personality,
  voices,
  onChange,
}: {
  chosen: PersonalityVoice | null;
  personality: Pick<PersonalityContent, 'name' | 'languages'>;
  voices: readonly Voice[];
  onChange: (voice: PersonalityVoice | null) => void;
}) {
  const voice = voices.find(({ id }) => id === chosen?.id) ?? null;
  const standIn = chosen?.fallbackId ?? null;
  const problem = voice && misfit(personality, voice);
  return (
    <Part title="How it sounds">
      <div className={styles.pair}>
        <Select
          label="Voice"
          value={chosen?.id ?? ''}
          hint={voice?.description}
          onChange={({ currentTarget: { value: id } }) =>
            onChange(id === '' ? null : { id, settings: {}, fallbackId: standIn === id ? null : standIn })
          }
        >
          <option value="">The default voice</option>
          {chosen && !voice ? <option value={chosen.id}>Not available</option> : null}
          <VoiceOptions voices={voices} />
        </Select>
        {chosen ? (
          <Select
            label="When that voice cannot speak"
            value={standIn ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ ...chosen, fallbackId: value || null })}
          >
            <option value="">As the workspace decides</option>
            {standIn && !voices.some(({ id }) => id === standIn) ? (
              <option value={standIn}>Not available</option>
            ) : null}
            <VoiceOptions voices={voices.filter(({ id }) => id !== chosen.id)} />
          </Select>
        ) : null}
        {chosen && voice ? (
          <Select
            label="Tone"
            value={chosen.tone ?? 'neutral'}
            disabled={voice.capabilities.tone === 'none'}
            hint={voice.capabilities.tone === 'none' ? 'This voice has no tones.' : undefined}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...chosen, tone: CHOSEN_TONES.find((tone) => tone === value) })
            }
          >
            {keysOf(TONE_LABELS).map((tone) => (
              <option key={tone} value={tone}>
                {TONE_LABELS[tone]}
              </option>
            ))}
          </Select>
        ) : null}
      </div>
      {chosen && !voice ? (
        <p className={styles.failed}>
          The chosen voice is not available: its consent has ended, or its engine is not set up. Choose
          another one, or put that right.
        </p>
      ) : null}
      {problem ? (
        <p className={common.quiet}>{problem} Choose another one, or begin in its language.</p>
      ) : null}
      {chosen && voice ? (
        <fieldset className={styles.bare}>
          <legend className="visuallyHidden">Settings of the voice</legend>
          <div className={styles.sliders}>
            <MannerSliders
              speed={chosen.speed ?? 1}
              pitch={chosen.pitch ?? 0}
              able={voice.capabilities}
              onChange={(manner) => onChange({ ...chosen, ...manner })}
            />
            <VoiceSettingSliders
              names={voice.capabilities.settings}
              settings={chosen.settings}
              onChange={(settings) => onChange({ ...chosen, settings })}
            />
          </div>
        </fieldset>
      ) : null}
    </Part>
  );
}
