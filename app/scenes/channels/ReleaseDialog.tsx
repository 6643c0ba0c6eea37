import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel } from '../../../shared/api/channels.ts';
import { candidatesQuery, createRelease } from '../../api/channels.ts';
import { itemsOf } from '../../api/pages.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Select, TextArea, TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { notify } from '../../components/Toast.tsx';
import styles from './ChannelsScene.module.css';

type Slot = Channel['slots'][number];

function SlotChoice({
  channel,
  slot,
  value,
  onChange,
}: {
  channel: Channel;
  slot: Slot;
  value: string;
  onChange: (versionId: string) => void;
}) {
  const candidates = useInfiniteQuery(candidatesQuery(channel.slug, slot.slot));
  const able = itemsOf(candidates.data).filter(
    (item) => item.deployable && item.versionId !== slot.live?.version?.id,
  );
  const none = candidates.isSuccess && able.length === 0;
  return (
    <Select
      label={`${channel.name} / ${slot.slot}`}
      value={value}
      disabled={none}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{none ? 'Nothing else may be deployed here' : 'Leave as it is'}</option>
      {able.map((item) => (
        <option key={item.versionId} value={item.versionId}>
          {item.scriptTitle}, version {item.number}
        </option>
      ))}
    </Select>
  );
}

/** Changes several slots at one moment: all of them, or none. */
export function ReleaseDialog({ channels, onClose }: { channels: Channel[]; onClose: () => void }) {
  const client = useQueryClient();
  const [choices, setChoices] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [at, setAt] = useState('');
  const places = channels.flatMap((channel) =>
    channel.slots.map((slot) => ({ channel, slot, key: `${channel.slug}/${slot.slot}` })),
  );
  const items = places.flatMap(({ channel, slot, key }) => {
    const versionId = choices[key];
    if (!versionId) return [];
    // A plan for later does not know what will be live then.
    const expectedVersionId = at === '' ? (slot.live?.version?.id ?? null) : undefined;
    return [{ channel: channel.slug, slot: slot.slot, versionId, expectedVersionId }];
  });
  const act = useMutation({
    mutationFn: () =>
      createRelease({ items, reason: reason.trim(), at: at === '' ? undefined : new Date(at).toISOString() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['channels'] });
      void client.invalidateQueries({ queryKey: ['releases'] });
      notify(at === '' ? 'The release is live.' : 'The release is planned.');
      onClose();
    },
  });
  return (
    <Dialog
      title="Release several slots at once"
      size="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={items.length === 0 || reason.trim() === ''}
            busy={act.isPending}
            onClick={() => act.mutate()}
          >
            {at === '' ? 'Release' : 'Plan'} {items.length > 0 ? items.length : ''} {at === '' ? 'now' : ''}
          </Button>
        </>
      }
    >
      <div className={styles.choices}>
        {places.map(({ channel, slot, key }) => (
          <SlotChoice
            key={key}
            channel={channel}
            slot={slot}
            value={choices[key] ?? ''}
            onChange={(versionId) => setChoices((before) => ({ ...before, [key]: versionId }))}
          />
        ))}
      </div>
      <TextArea label="Reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <TextField
        label="When"
        hint="Leave empty to release now."
        type="datetime-local"
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
      />
      {act.error ? <ProblemMessage error={act.error} kept="Nothing was changed in any slot." /> : null}
    </Dialog>
  );
}
