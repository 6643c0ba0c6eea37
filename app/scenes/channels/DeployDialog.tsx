import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import type { Channel } from '../../../shared/api/channels.ts';
import { candidatesQuery, createRelease, deploy } from '../../api/channels.ts';
import { itemsOf } from '../../api/pages.ts';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { Dialog } from '../../components/Dialog.tsx';
import { TextArea, TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Duration } from '../../components/Time.tsx';
import { notify } from '../../components/Toast.tsx';
import { PlayButton } from '../../player/PlayButton.tsx';
import { candidateTrack } from '../../player/tracks.ts';
import styles from './ChannelsScene.module.css';
import { isPast, WhenField } from './WhenField.tsx';

interface DeployDialogProps {
  channel: Channel;
  slot: string;
  onClose: () => void;
}

/** Chooses what goes live in a slot, now or later; what may not go says why. */
export function DeployDialog({ channel, slot, onClose }: DeployDialogProps) {
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words.trim());
  const candidates = useInfiniteQuery({
    ...candidatesQuery(channel.slug, slot, wanted),
    placeholderData: keepPreviousData,
  });
  const items = itemsOf(candidates.data);
  const [versionId, setVersionId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [at, setAt] = useState('');
  const [refused, setRefused] = useState(false);
  // What was live when the dialog opened: if somebody is faster, the server says so instead of overwriting.
  const [expectedVersionId] = useState(
    () => channel.slots.find((one) => one.slot === slot)?.live?.version?.id ?? null,
  );
  const act = useMutation({
    mutationFn: async (chosen: string) => {
      if (at === '')
        return deploy(channel.slug, slot, { versionId: chosen, reason: reason.trim(), expectedVersionId });
      return createRelease({
        items: [{ channel: channel.slug, slot, versionId: chosen }],
        reason: reason.trim(),
        at: new Date(at).toISOString(),
      });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['channels'] });
      void client.invalidateQueries({ queryKey: ['releases'] });
      notify(at === '' ? `${channel.name} / ${slot} is live.` : 'The deployment is planned.');
    },
  });
  return (
    <Dialog
      title={`Deploy to ${channel.name} / ${slot}`}
      size="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={versionId === null || reason.trim() === ''}
            busy={act.isPending}
            onClick={() =>
              isPast(at) ? setRefused(true) : versionId && act.mutate(versionId, { onSuccess: onClose })
            }
          >
            {at === '' ? 'Deploy now' : 'Plan it'}
          </Button>
        </>
      }
    >
      <TextField
        label="Search"
        hideLabel
        type="search"
        placeholder="Search by the script’s title"
        autoComplete="off"
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {candidates.isPending ? <Skeleton height={44} count={3} /> : null}
      {candidates.error ? (
        <ProblemMessage error={candidates.error} onRetry={() => candidates.refetch()} />
      ) : null}
      {candidates.isSuccess && items.length === 0 ? (
        <p className={common.quiet}>
          {wanted === ''
            ? 'There are no versions yet. Generate one from a script and have it approved.'
            : 'No version’s script is called that.'}
        </p>
      ) : null}
      <fieldset className={styles.candidates}>
        <legend className="visuallyHidden">Version</legend>
        {items.map((item) => (
          <div key={item.versionId} className={styles.candidate}>
            <label className={styles.option}>
              <input
                type="radio"
                name="version"
                disabled={!item.deployable}
                checked={versionId === item.versionId}
                onChange={() => setVersionId(item.versionId)}
              />
              <span>
                {item.scriptTitle}, version {item.number}
                <span className={common.quiet}>
                  {' '}
                  · {item.projectName}
                  {item.durationMs === null ? null : ' · '}
                  {item.durationMs === null ? null : <Duration ms={item.durationMs} />}
                </span>
                <span className={styles.why}>
                  {item.reason}{' '}
                  {item.deployable ? null : (
                    <Link to="/review/$versionId" params={{ versionId: item.versionId }}>
                      Open it in review
                    </Link>
                  )}
                </span>
              </span>
            </label>
            <PlayButton
              size="small"
              track={candidateTrack(item)}
              what={`${item.scriptTitle}, version ${item.number}`}
            />
          </div>
        ))}
        {candidates.hasNextPage ? (
          <Button
            size="small"
            busy={candidates.isFetchingNextPage}
            onClick={() => candidates.fetchNextPage()}
          >
            Show more
          </Button>
        ) : null}
      </fieldset>
      <TextArea
        label="Reason"
        hint="The ledger keeps it."
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <WhenField value={at} onChange={setAt} act="deploy" refused={refused} />
      {act.error ? <ProblemMessage error={act.error} kept="What was live is still live." /> : null}
    </Dialog>
  );
}
