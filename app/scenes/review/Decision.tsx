import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Scope } from '../../../shared/access.ts';
import type { Version, VersionStatus } from '../../../shared/api/studio.ts';
import { changeStatus } from '../../api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
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

/** Approve, ask for changes, or send to review; says in plain words what an approval binds. */
export function Decision({
  version,
  scopes,
  myId,
}: {
  version: Version;
  scopes: readonly Scope[];
  myId: string | null;
}) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const move = useMutation({
    mutationFn: (to: VersionStatus) =>
      changeStatus(version.id, {
        to,
        note: note.trim() || undefined,
        digest: to === 'approved' ? (version.digest ?? undefined) : undefined,
      }),
    onSuccess: (_, to) => {
      setNote('');
      notify(DONE[to] ?? 'Done.');
      void client.invalidateQueries({ queryKey: ['versions'] });
      void client.invalidateQueries({ queryKey: ['reviews'] });
    },
  });
  const mayApprove = scopes.includes('versions:approve');
  const mayWithdraw = version.createdBy.id === myId;
  return (
    <section aria-labelledby="decision-heading" className={styles.decision}>
      <h3 id="decision-heading">Decision</h3>
      {version.approvals.length > 0 ? (
        <ul className={styles.approvals}>
          {version.approvals.map((approval) => (
            <li key={approval.id} className={styles.quiet}>
              <Who actor={approval.by} /> approved{approval.selfApproved ? ' their own work' : ''} ·{' '}
              <Time at={approval.at} />
            </li>
          ))}
        </ul>
      ) : null}
      {version.status === 'draft' && version.state === 'ready' && scopes.includes('versions:submit') ? (
        <Button kind="primary" busy={move.isPending} onClick={() => move.mutate('in_review')}>
          Send to review
        </Button>
      ) : null}
      {version.status === 'in_review' && (mayApprove || mayWithdraw) ? (
        <>
          <TextArea
            label="Note"
            hint="Needed when you ask for changes."
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {mayApprove ? (
            <p className={styles.quiet}>
              Your approval binds exactly this sound, its text and settings (fingerprint{' '}
              <code title={version.digest ?? undefined}>{version.digest?.slice(0, 12)}</code>).{' '}
              {version.approvals.length} of {version.requiredApprovals} approvals are given.
            </p>
          ) : null}
          <div className={styles.line}>
            {mayApprove ? (
              <Button kind="primary" busy={move.isPending} onClick={() => move.mutate('approved')}>
                Approve
              </Button>
            ) : null}
            <Button disabled={note.trim() === ''} busy={move.isPending} onClick={() => move.mutate('draft')}>
              {mayApprove ? 'Ask for changes' : 'Take back'}
            </Button>
          </div>
        </>
      ) : null}
      {version.status === 'approved' ? (
        <p className={styles.quiet}>
          Approved{version.selfApproved ? ' by its own author' : ''}. It can be deployed under Channels.
        </p>
      ) : null}
      {version.status === 'in_review' && !mayApprove && !mayWithdraw ? (
        <p className={styles.quiet}>A reviewer, an admin or an owner decides.</p>
      ) : null}
      {move.error ? <ProblemMessage error={move.error} kept="Nothing was changed." /> : null}
    </section>
  );
}
