import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Personality } from '../../../shared/api/personalities.ts';
import { deletePersonality, personalitiesQuery } from '../../api/personalities.ts';
import { voiceStatusQuery } from '../../api/personalityVoice.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Select } from '../../components/Field.tsx';
import { notify } from '../../components/Toast.tsx';
import styles from './PersonalityScene.module.css';

/** Asks before a personality is deleted: what goes with it, what stays, and who takes over. */
export function DeletePersonality({
  personality: { id, name, primary, customVoice },
  onClose,
}: {
  personality: Personality;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: all = [] } = useQuery(personalitiesQuery);
  const status = useQuery(voiceStatusQuery(id));
  const successors = all.filter((one) => one.id !== id && one.active);
  const [chosen, setChosen] = useState<string | null>(null);
  const successor = chosen ?? successors[0]?.id;
  const recordings = status.data?.samples.length ?? 0;
  const own = customVoice !== 'none' || recordings > 0;
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      action="Delete the personality"
      onConfirm={async () => {
        await deletePersonality(id, {
          ...(primary && successor ? { primary: successor } : {}),
          ...(own ? { ownVoice: 'delete' } : {}),
        });
        // What was not saved goes with it, so nobody is asked about that.
        await navigate({ to: '/personalities', ignoreBlocker: true });
        await Promise.all([
          client.invalidateQueries({ queryKey: ['personalities'] }),
          client.invalidateQueries({ queryKey: ['voices'] }),
        ]);
        notify(`${name} is deleted.`);
      }}
      onClose={onClose}
    >
      <div className={styles.deletion}>
        <p>
          {name} answers nobody any more. Conversations and accounts keep its name and the version that spoke.
        </p>
        {own ? (
          <p>
            <strong>
              {customVoice === 'none'
                ? `Its ${recordings === 1 ? 'recording goes' : `${recordings} recordings go`} with it.`
                : 'Its own voice goes with it, here and at its engine, and so do its recordings.'}
            </strong>{' '}
            Audio that was generated and approved stays what it is, and so does the consent.
          </p>
        ) : null}
        {primary && successors.length > 0 ? (
          <Select
            label="Who answers from now on, where nobody asks for another one"
            value={successor}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {successors.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        ) : null}
      </div>
    </ConfirmDialog>
  );
}
