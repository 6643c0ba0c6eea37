import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Voice } from '../../../shared/api/voices.ts';
import { updateWorkspace, workspaceQuery } from '../../api/identity.ts';
import { Button } from '../../components/Button.tsx';
import { Select } from '../../components/Field.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { primaryLanguage } from '../../format/language.ts';
import { useCan } from '../../frame/useMe.ts';
import styles from './StandIns.module.css';
import { namesOf } from './voiceNames.ts';

/** Stand-ins of single voices, which come before those of everybody. */
export function OwnStandIns({
  saved,
  voices,
}: {
  saved: Readonly<Record<string, string>>;
  voices: readonly Voice[];
}) {
  const client = useQueryClient();
  const mayChange = useCan('settings:manage');
  const [of, setOf] = useState('');
  const [standIn, setStandIn] = useState('');
  const save = useMutation({
    // One after the other: the last that was decided holds.
    scope: { id: 'stand-ins' },
    mutationFn: (next: Record<string, string>) => updateWorkspace({ standIns: next }),
    onSuccess: (answer) => client.setQueryData(workspaceQuery.queryKey, answer),
  });
  // What was just decided is shown at once, so that the next is decided on it.
  const standIns = save.isPending ? save.variables : saved;
  const nameOf = namesOf(voices);
  const asked = voices.find(({ id }) => id === of);
  const able = voices.filter(
    ({ id, languages }) =>
      id !== of &&
      asked?.languages.some((wanted) =>
        languages.some((one) => primaryLanguage(one) === primaryLanguage(wanted)),
      ),
  );
  return (
    <section aria-label="For single voices" className={styles.own}>
      <h3>For single voices</h3>
      {Object.keys(standIns).length > 0 ? (
        <ul className={styles.chain}>
          {Object.entries(standIns).map(([id, by]) => (
            <li key={id}>
              <span>
                {nameOf(id)} → {nameOf(by)}
              </span>
              {mayChange ? (
                <span className={styles.acts}>
                  <IconButton
                    kind="plain"
                    label={`Remove the stand-in of ${nameOf(id)}`}
                    icon={<X />}
                    onClick={() => {
                      const { [id]: _removed, ...others } = standIns;
                      save.mutate(others);
                    }}
                  />
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.quiet}>No voice has a stand-in of its own.</p>
      )}
      {mayChange ? (
        <div className={styles.pair}>
          <Select
            label="Instead of"
            value={of}
            onChange={(event) => {
              setOf(event.currentTarget.value);
              setStandIn('');
            }}
          >
            <option value="">Choose a voice…</option>
            {voices
              .filter(({ id }) => !(id in standIns))
              .map(({ id }) => (
                <option key={id} value={id}>
                  {nameOf(id)}
                </option>
              ))}
          </Select>
          <Select
            label="speaks"
            disabled={of === ''}
            value={standIn}
            onChange={(event) => setStandIn(event.currentTarget.value)}
          >
            <option value="">Choose a voice…</option>
            {able.map(({ id }) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
          </Select>
          <Button
            disabled={standIn === ''}
            busy={save.isPending}
            onClick={() =>
              save.mutate(
                { ...standIns, [of]: standIn },
                {
                  // What was chosen meanwhile is still to be set.
                  onSuccess: () => {
                    setOf((now) => (now === of ? '' : now));
                    setStandIn((now) => (now === standIn ? '' : now));
                  },
                },
              )
            }
          >
            Set stand-in
          </Button>
        </div>
      ) : null}
      {save.error ? <ProblemMessage error={save.error} kept="The old choice still holds." /> : null}
    </section>
  );
}
