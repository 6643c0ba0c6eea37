import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Scope } from '../../../shared/access.ts';
import type { VersionStatus } from '../../../shared/api/studio.ts';
import { changeStatus, type VersionInFull } from '../../api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { TextArea } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Time } from '../../components/Time.tsx';
import { notify } from '../../components/Toast.tsx';
import styles from './ReviewScene.module.css';

const DONE: Partial<Record<VersionStatus, string>> = {
  approved: 'Your approval is recorded.',
  draft: 'Changes are asked for.',
  in_review: 'It is in review.',
};

/** What an approval vouches for, in words. */
function Binds({ version }: { version: VersionInFull }) {
  return (
    <>
      Your approval binds exactly this sound, its text and settings (fingerprint{' '}
      <code title={version.digest ?? undefined}>{version.digest?.slice(0, 12)}</code>).
    </>
  );
}

/** Why I, who approves others' work, may not approve this one. */
const notMine = (version: VersionInFull, myId: string | null) =>
  version.approvals.some((approval) => approval.by.id === myId)
    ? 'Your approval is given; the others are for other people to give.'
    : 'You wrote or generated it, so somebody else must approve it.';

/** Approve, ask for changes, or send to review; says in plain words what an approval binds. */
export function Decision({
  version,
  scopes,
  myId,
}: {
  version: VersionInFull;
  scopes: readonly Scope[];
  myId: string | null;
}) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const move = useMutation({
    mutationFn: ({ to, note }: { to: VersionStatus; note: string }) =>
      changeStatus(version.id, {
        to,
        note: note.trim() || undefined,
        digest: to === 'approved' ? (version.digest ?? undefined) : undefined,
      }),
    onSuccess: (_, { to, note }) => {
      // What was written meanwhile is a note on the next decision.
      setNote((now) => (now === note ? '' : now));
      notify(DONE[to] ?? 'Done.');
      void client.invalidateQueries({ queryKey: ['versions'] });
      void client.invalidateQueries({ queryKey: ['reviews'] });
    },
  });
  const decides = scopes.includes('versions:approve');
  const takesBack = version.isAuthor && scopes.includes('versions:submit');
  const notYet = version.channels.filter((channel) => channel.refusal !== null);
  return (
    <section aria-labelledby="decision-heading" className={styles.decision}>
      <h3 id="decision-heading">Decision</h3>
      {version.approvals.length > 0 ? (
        <ul className={styles.approvals}>
          {version.approvals.map((approval) => (
            <li key={approval.id} className={common.quiet}>
              <Who actor={approval.by} /> approved{approval.selfApproved ? ' their own work' : ''} ·{' '}
              <Time at={approval.at} />
            </li>
          ))}
        </ul>
      ) : null}
      {version.status === 'draft' && version.state === 'ready' && scopes.includes('versions:submit') ? (
        <Button kind="primary" busy={move.isPending} onClick={() => move.mutate({ to: 'in_review', note })}>
          Send to review
        </Button>
      ) : null}
      {version.status === 'in_review' && (decides || takesBack) ? (
        <>
          <TextArea
            label="Note"
            hint={takesBack ? undefined : 'Needed when you ask for changes.'}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {decides ? (
            <p className={common.quiet}>
              {version.mayApprove ? <Binds version={version} /> : notMine(version, myId)}{' '}
              {version.approvals.length} of {version.requiredApprovals} approvals are given.
            </p>
          ) : null}
          <div className={common.line}>
            {version.mayApprove ? (
              <Button
                kind="primary"
                busy={move.isPending}
                onClick={() => move.mutate({ to: 'approved', note })}
              >
                Approve
              </Button>
            ) : null}
            <Button
              disabled={!takesBack && note.trim() === ''}
              busy={move.isPending}
              onClick={() => move.mutate({ to: 'draft', note })}
            >
              {takesBack ? 'Take back' : 'Ask for changes'}
            </Button>
          </div>
        </>
      ) : null}
      {version.status === 'approved' ? (
        <>
          <p className={common.quiet}>
            Approved{version.selfApproved ? ' by its own author' : ''}.{' '}
            {notYet.length === version.channels.length && notYet.length > 0
              ? 'No channel takes it yet.'
              : 'It can be deployed under Channels.'}
          </p>
          {notYet.length > 0 ? (
            <ul className={styles.approvals}>
              {notYet.map((channel) => (
                <li key={channel.channel} className={common.quiet}>
                  <strong>Not yet in {channel.name}.</strong> {channel.refusal}
                </li>
              ))}
            </ul>
          ) : null}
          {version.mayApprove ? (
            <>
              <p className={common.quiet}>
                <Binds version={version} />
              </p>
              <div className={common.line}>
                <Button
                  kind={notYet.length > 0 ? 'primary' : 'plain'}
                  busy={move.isPending}
                  onClick={() => move.mutate({ to: 'approved', note })}
                >
                  Approve it too
                </Button>
              </div>
            </>
          ) : null}
        </>
      ) : null}
      {version.status === 'in_review' && !decides && !takesBack ? (
        <p className={common.quiet}>A reviewer, an admin or an owner decides.</p>
      ) : null}
      {move.error ? <ProblemMessage error={move.error} kept="Nothing was changed." /> : null}
    </section>
  );
}
