import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Channel } from '../../../shared/api/channels.ts';
import { candidatesQuery, createRelease } from '../../api/channels.ts';
import { itemsOf } from '../../api/pages.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Select, TextArea } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { notify } from '../../components/Toast.tsx';
import styles from './ChannelsScene.module.css';
import { isPast, WhenField } from './WhenField.tsx';

type Slot = Channel['slots'][number];
interface Choice {
  versionId: string;
  /** What was live when this was chosen: if somebody is faster, the server says so instead of overwriting. */
  expectedVersionId: string | null;
}

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
  const candidates = useInfiniteQuery(candidatesQuery(channel.slug, slot.slot, ''));
  const able = itemsOf(candidates.data).filter(
    (item) => item.deployable && item.versionId !== slot.live?.version?.id,
  );
  const select = useRef<HTMLSelectElement>(null);
  const more = `Load more than these ${able.length}`;
  const place = `${channel.name} / ${slot.slot}`;
  const none = candidates.isSuccess && able.length === 0 && !candidates.hasNextPage;
  return (
    <div className={styles.choice}>
      <Select
        ref={select}
        label={place}
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
      {candidates.hasNextPage ? (
        <Button
          size="small"
          kind="quiet"
          busy={candidates.isFetchingNextPage}
          aria-label={`${more} for ${place}`}
          onClick={async () => {
            const { hasNextPage } = await candidates.fetchNextPage();
            // The button goes with the last page; who pressed it stays at this slot.
            if (!hasNextPage) select.current?.focus();
          }}
        >
          {more}
        </Button>
      ) : null}
    </div>
  );
}

/** Changes several slots at one moment: all of them, or none. */
export function ReleaseDialog({ channels, onClose }: { channels: Channel[]; onClose: () => void }) {
  const client = useQueryClient();
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const [reason, setReason] = useState('');
  const [at, setAt] = useState('');
  const [refused, setRefused] = useState(false);
  const places = channels.flatMap((channel) =>
    channel.slots.map((slot) => ({ channel, slot, key: `${channel.slug}/${slot.slot}` })),
  );
  const items = places.flatMap(({ channel, slot, key }) => {
    const choice = choices[key];
    if (!choice?.versionId) return [];
    // A plan for later does not know what will be live then.
    const expectedVersionId = at === '' ? choice.expectedVersionId : undefined;
    return [{ channel: channel.slug, slot: slot.slot, versionId: choice.versionId, expectedVersionId }];
  });
  const act = useMutation({
    mutationFn: () =>
      createRelease({ items, reason: reason.trim(), at: at === '' ? undefined : new Date(at).toISOString() }),
    onSuccess: ({ state }) => {
      void client.invalidateQueries({ queryKey: ['channels'] });
      void client.invalidateQueries({ queryKey: ['releases'] });
      notify(state === 'scheduled' ? 'The release is planned.' : 'The release is live.');
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
            onClick={() => (isPast(at) ? setRefused(true) : act.mutate(undefined, { onSuccess: onClose }))}
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
            value={choices[key]?.versionId ?? ''}
            onChange={(versionId) =>
              setChoices((before) => ({
                ...before,
                [key]: { versionId, expectedVersionId: slot.live?.version?.id ?? null },
              }))
            }
          />
        ))}
      </div>
      <TextArea label="Reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <WhenField value={at} onChange={setAt} act="release" refused={refused} />
      {act.error ? <ProblemMessage error={act.error} kept="Nothing was changed in any slot." /> : null}
    </Dialog>
  );
}
