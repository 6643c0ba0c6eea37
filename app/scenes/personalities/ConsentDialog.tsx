import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { Consent } from '../../../shared/api/personalities.ts';
import { CONSENT_SCOPES } from '../../../shared/api/personalities.ts';
import { fieldError } from '../../api/fieldError.ts';
import { giveConsent } from '../../api/personalityVoice.ts';
import common from '../../components/common.module.css';
import { Select, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { notify } from '../../components/Toast.tsx';
import { consentInWords, SCOPE_WORDS } from './consentInWords.tsx';
import { DropZone } from './DropZone.tsx';
import styles from './PersonalityScene.module.css';
import { Recorder } from './Recorder.tsx';

/** What stands for the speaker's name in the statement. */
const SPEAKER = 'SPEAKER';

/** A day from now as date fields have it. */
function dayIn(years: number, days = 0): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() + years);
  day.setDate(day.getDate() + days);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The end of a day of a date field; null when it is none. */
function endOf(day: string): string | null {
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? null : end.toISOString();
}

/** Takes the speaker's consent: who, for what, until when, and the statement as they say it. */
export function ConsentDialog({
  personalityId,
  statement,
  onClose,
}: {
  personalityId: string;
  statement: string;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [speaker, setSpeaker] = useState('');
  const [scope, setScope] = useState<Consent['scope']>('workspace');
  const [until, setUntil] = useState(dayIn(1));
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const expiresAt = endOf(until);
  const give = useMutation({
    mutationFn: () =>
      giveConsent(
        personalityId,
        { file: file!, speaker: speaker.trim(), scope, expiresAt: expiresAt ?? '' },
        { onProgress: setShare },
      ),
    onSuccess: async (consent) => {
      await client.invalidateQueries({ queryKey: ['personalities'] });
      notify(consentInWords(consent));
    },
    onSettled: () => setShare(null),
  });
  const name = speaker.trim();
  return (
    <FormDialog
      title="Consent of the speaker"
      action="Keep the consent"
      size="wide"
      mutation={give}
      disabled={name.length < 2 || !file || !expiresAt}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.length >= 2 && file && expiresAt) give.mutate(undefined, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <TextField
        label="Speaker’s full name"
        hint="As it is spoken in the statement."
        autoComplete="off"
        maxLength={100}
        value={speaker}
        error={fieldError(give.error, 'speaker')}
        onChange={(event) => setSpeaker(event.currentTarget.value)}
      />
      <div className={styles.pair}>
        <Select
          label="Allowed for"
          value={scope}
          onChange={(event) =>
            setScope(CONSENT_SCOPES.find((one) => one === event.currentTarget.value) ?? 'workspace')
          }
        >
          {CONSENT_SCOPES.map((one) => (
            <option key={one} value={one}>
              {SCOPE_WORDS[one]}
            </option>
          ))}
        </Select>
        <TextField
          label="Until"
          type="date"
          min={dayIn(0, 1)}
          value={until}
          error={fieldError(give.error, 'expiresAt')}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <div className={styles.take}>
        <p className={common.quiet}>
          The speaker says this, in their own voice. Record it here, or choose a file with it.
        </p>
        <Recorder sentences={[statement.replace(SPEAKER, name || '…')]} fileName="Consent" onKeep={setFile} />
        <DropZone
          label="Choose a recording"
          hint="or drop it here. 10 MB at most."
          onFiles={(files) => setFile(files[0] ?? null)}
        />
        {file ? (
          <p className={styles.chosen} role="status">
            <CircleCheck aria-hidden /> {file.name} will be kept with the consent.
          </p>
        ) : null}
        {share === null ? null : <progress aria-label="Uploading the consent" value={share} />}
      </div>
    </FormDialog>
  );
}
