import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp, X } from 'lucide-react';
import { useState } from 'react';
import type { Voice } from '../../../shared/api/voices.ts';
import { updateWorkspace, workspaceQuery } from '../../api/identity.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { Select } from '../../components/Field.tsx';
import { Panel, Row } from '../../components/Form.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { useCan } from '../../frame/useMe.ts';
import { OwnStandIns } from './OwnStandIns.tsx';
import styles from './StandIns.module.css';
import { namesOf } from './voiceNames.ts';

/** Whoever stands in for everybody, most preferred first. */
function Chain({ saved, voices }: { saved: readonly string[]; voices: readonly Voice[] }) {
  const client = useQueryClient();
  const mayChange = useCan('settings:manage');
  const [next, setNext] = useState('');
  const save = useMutation({
    // One after the other: the last that was decided holds.
    scope: { id: 'stand-ins' },
    mutationFn: (voiceChain: string[]) => updateWorkspace({ voiceChain }),
    onSuccess: (answer) => client.setQueryData(workspaceQuery.queryKey, answer),
  });
  // What was just decided is shown at once, so that the next is decided on it.
  const chain = save.isPending ? save.variables : saved;
  const nameOf = namesOf(voices);
  const rest = voices.filter(({ id }) => !chain.includes(id));
  return (
    <>
      {chain.length === 0 ? (
        <p className={styles.quiet}>
          Nobody is chosen: the nearest voice of the language speaks, first of your own machines, then of a
          cloud, then built in.
        </p>
      ) : (
        <ol className={styles.chain}>
          {chain.map((id, index) => (
            <li key={id}>
              <span>{nameOf(id)}</span>
              {mayChange ? (
                <span className={styles.acts}>
                  {index > 0 ? (
                    <IconButton
                      kind="plain"
                      label={`Move ${nameOf(id)} up`}
                      icon={<ArrowUp />}
                      onClick={() => save.mutate(movedUp(chain, index))}
                    />
                  ) : null}
                  <IconButton
                    kind="plain"
                    label={`Remove ${nameOf(id)}`}
                    icon={<X />}
                    onClick={() => save.mutate(chain.filter((each) => each !== id))}
                  />
                </span>
              ) : null}
            </li>
          ))}
        </ol>
      )}
      {mayChange ? (
        <Row>
          <Select
            label="Another voice"
            hideLabel
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          >
            <option value="">Choose a voice…</option>
            {rest.map(({ id }) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
          </Select>
          <Button
            disabled={next === ''}
            busy={save.isPending}
            onClick={() =>
              save.mutate([...chain, next], { onSuccess: () => setNext((now) => (now === next ? '' : now)) })
            }
          >
            Add
          </Button>
        </Row>
      ) : null}
      {save.error ? <ProblemMessage error={save.error} kept="The old order still holds." /> : null}
    </>
  );
}

function movedUp(chain: readonly string[], index: number): string[] {
  const moved = [...chain];
  const [voice] = moved.splice(index, 1);
  if (voice !== undefined) moved.splice(index - 1, 0, voice);
  return moved;
}

/** Who speaks when a voice cannot. */
export function StandIns() {
  const workspace = useQuery(workspaceQuery);
  const voices = useQuery(voicesQuery);
  return (
    <Panel
      title="Stand-ins"
      lead="Who speaks when a voice cannot: live speech goes on with the first that speaks the language. A script’s version never changes its voice; it fails, and a draft by the stand-in is put beside it."
    >
      <Loaded query={workspace}>
        {({ voiceChain, standIns }) => (
          <Loaded query={voices}>
            {(all) => (
              <>
                <Chain saved={voiceChain} voices={all} />
                <OwnStandIns saved={standIns} voices={all} />
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </Panel>
  );
}
