import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Personality } from '../../../shared/api/personalities.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import type { VoiceSettings } from '../../../shared/speech/voiceSettings.ts';
import { personalityQuery, setVoiceSettings } from '../../api/personalities.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { Select } from '../../components/Field.tsx';
import { Row } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { notify } from '../../components/Toast.tsx';
import { VoiceSettingSliders } from '../../components/VoiceSettingSliders.tsx';
import { useCan } from '../../frame/useMe.ts';
import styles from './PersonalityScene.module.css';
import { TestBox } from './TestBox.tsx';

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

function Choice({ personality, voices }: { personality: Personality; voices: readonly Voice[] }) {
  const client = useQueryClient();
  const mayManage = useCan('voices:manage');
  const mayTest = useCan('speech:synthesize');
  const saved = { voiceId: personality.voice?.id ?? '', settings: personality.voice?.settings ?? {} };
  const [draft, setDraft] = useState<{ voiceId: string; settings: VoiceSettings } | null>(null);
  const now = draft ?? saved;
  const voice = voices.find(({ id }) => id === now.voiceId) ?? null;
  const save = useMutation({
    mutationFn: () => setVoiceSettings(personality.id, now),
    onSuccess: (next) => {
      client.setQueryData(personalityQuery(personality.id).queryKey, next);
      void client.invalidateQueries({ queryKey: ['personalities'] });
      setDraft(null);
      notify(`${personality.name} speaks like this from now on.`);
    },
  });
  return (
    <>
      <Select
        label="Voice"
        value={voice?.id ?? ''}
        disabled={!mayManage}
        onChange={(event) => setDraft({ voiceId: event.currentTarget.value, settings: {} })}
      >
        {voice ? null : <option value="">{now.voiceId ? 'Not available' : 'The default voice'}</option>}
        <VoiceOptions voices={voices} />
      </Select>
      {now.voiceId && !voice ? (
        <p className={styles.failed}>
          <span>
            The chosen voice is not available: its consent has ended, or its engine is not set up. Choose
            another one, or put that right.
          </span>
        </p>
      ) : null}
      {voice?.description ? <p className={common.quiet}>{voice.description}</p> : null}
      {voice && voice.capabilities.settings.length > 0 ? (
        <fieldset className={styles.sliders}>
          <legend className="visuallyHidden">Settings of the voice</legend>
          <VoiceSettingSliders
            names={voice.capabilities.settings}
            settings={now.settings}
            disabled={!mayManage}
            onChange={(settings) => setDraft({ voiceId: voice.id, settings })}
          />
        </fieldset>
      ) : null}
      {draft && mayManage ? (
        <Row>
          <Button kind="primary" busy={save.isPending} disabled={!voice} onClick={() => save.mutate()}>
            Save
          </Button>
          <Button kind="quiet" onClick={() => setDraft(null)}>
            Back to what is saved
          </Button>
        </Row>
      ) : null}
      {save.error ? <ProblemMessage error={save.error} kept="What is saved still holds." /> : null}
      {voice && mayTest ? (
        <TestBox
          personality={personality}
          voice={voice}
          now={now}
          saved={saved.voiceId ? saved : null}
          changed={draft !== null}
        />
      ) : null}
    </>
  );
}

/** Whose voice a personality speaks with, how it is set, and how it sounds. */
export function SpokenWith({ personality }: { personality: Personality }) {
  const voices = useQuery(voicesQuery);
  return (
    <aside className={styles.spokenWith} aria-label="How it speaks">
      <h2>How it speaks</h2>
      <Loaded query={voices} shape={<Skeleton height={44} count={3} />}>
        {(all) => <Choice personality={personality} voices={all} />}
      </Loaded>
    </aside>
  );
}
