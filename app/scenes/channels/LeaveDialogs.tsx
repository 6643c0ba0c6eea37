import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VersionRef } from '../../../shared/api/channels.ts';
import { rollBack, rollBackQuery, withdraw } from '../../api/channels.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

interface LeaveDialogProps {
  channel: string;
  slot: string;
  /** What is heard there now; null when nothing is. */
  live: VersionRef | null;
  onClose: () => void;
}

const named = ({ scriptTitle, number }: VersionRef) => `“${scriptTitle}”, version ${number},`;

/** What was live when the dialog opened: another person's change meanwhile is told, not overwritten. */
const useSeen = (live: VersionRef | null) => useState(live)[0];

/** Asks before what was heard earlier comes back. */
export function RollBackDialog({ channel, slot, live, onClose }: LeaveDialogProps) {
  const seen = useSeen(live);
  const { data } = useQuery(rollBackQuery(channel, slot));
  const goes = seen ? `${named(seen)} goes.` : 'Nothing is heard here now.';
  const explains =
    data === undefined
      ? goes
      : data.version
        ? `${goes} ${named(data.version)} comes back at once.`
        : 'There is nothing to go back to that may still be heard here. Deploy an approved version instead.';
  return (
    <ReasonDialog
      title={`Roll back ${channel} / ${slot}`}
      explains={explains}
      action="Roll back"
      disabled={!data?.version}
      onConfirm={(reason) => rollBack(channel, slot, { reason, expectedVersionId: seen?.id ?? null })}
      onClose={onClose}
    />
  );
}

/** Asks before a slot is emptied. */
export function WithdrawDialog({ channel, slot, live, onClose }: LeaveDialogProps) {
  const seen = useSeen(live);
  return (
    <ReasonDialog
      title={`Withdraw ${channel} / ${slot}`}
      explains={`${seen ? `${named(seen)} goes, and the` : 'The'} slot becomes empty: whoever asks for it gets “not found” until something is deployed.`}
      action="Withdraw"
      danger
      onConfirm={(reason) => withdraw(channel, slot, { reason, expectedVersionId: seen?.id ?? null })}
      onClose={onClose}
    />
  );
}
