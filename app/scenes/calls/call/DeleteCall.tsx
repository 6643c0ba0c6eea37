import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type CallDetail, deleteCall } from '../../../api/calls.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { notify } from '../../../components/Toast.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { player } from '../../../player/player.ts';
import { callerOf } from '../timeline/callerOf.ts';
import styles from './Call.module.css';
import { trackKey } from './useReplay.ts';

/** Asks before a call is gone, and says what goes with it. */
export function DeleteCall({ call, onClose }: { call: CallDetail; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { transcript, recording } = call;
  const remove = async () => {
    await deleteCall(call.id);
    if (player.getState().tracks.some(({ key }) => key === trackKey(call.id))) player.close();
    await navigate({ to: '/calls/history' });
    client.removeQueries({ queryKey: ['calls', 'one', call.id] });
    void client.invalidateQueries({ queryKey: ['calls'] });
    notify('The call is gone.');
  };
  return (
    <ConfirmDialog title="Delete this call?" action="Delete for good" onConfirm={remove} onClose={onClose}>
      <p>The call of {callerOf(call)} cannot be brought back. With it go:</p>
      <ul className={styles.lost}>
        <li>
          {transcript.length} {transcript.length === 1 ? 'line' : 'lines'} of what was said, and everything
          that happened on it
        </li>
        {recording ? <li>its recording of {formatDuration(recording.durationMs)}</li> : null}
        {call.conversationId ? <li>the conversation that the agent had on it</li> : null}
        <li>its part in the analytics</li>
      </ul>
      <p>That it was deleted, and by whom, stays in the audit log.</p>
    </ConfirmDialog>
  );
}
