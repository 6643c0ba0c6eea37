import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Consent } from '../../../shared/api/personalities.ts';
import { channelsQuery } from '../../api/channels.ts';
import { revokeConsent } from '../../api/personalityVoice.ts';
import { versionQuery } from '../../api/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import styles from './PersonalityScene.module.css';

interface Place {
  channel: string;
  slot: string;
}

const Places = ({ places }: { places: readonly Place[] }) => (
  <ul className={styles.places}>
    {places.map(({ channel, slot }) => (
      <li key={`${channel}/${slot}`}>
        {channel} / {slot}
      </li>
    ))}
  </ul>
);

/** Where callers hear a voice now; null until that is known. */
function useLive(voiceId: string | null): Place[] | null {
  const channels = useQuery({ ...channelsQuery, enabled: voiceId !== null });
  const places = (channels.data ?? []).flatMap((channel) =>
    channel.slots.flatMap(({ slot, live }) =>
      live?.version ? [{ channel: channel.name, slot, versionId: live.version.id }] : [],
    ),
  );
  const versions = useQueries({ queries: places.map(({ versionId }) => versionQuery(versionId)) });
  if (voiceId === null) return [];
  if (!channels.isSuccess || versions.some(({ isPending }) => isPending)) return null;
  return places.filter((_, index) => versions[index]?.data?.voice.id === voiceId);
}

/** Asks before a consent is taken back, naming what goes silent; then says what was taken down. */
export function RevokeDialog({
  personalityId,
  voiceId,
  consent,
  onClose,
}: {
  personalityId: string;
  /** The voice that was made of it; null: none was. */
  voiceId: string | null;
  consent: Consent;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeConsent(personalityId),
    onSuccess: () =>
      Promise.all(
        ['personalities', 'voices', 'channels'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  });
  const live = useLive(voiceId);
  const done = revoke.data;
  if (done)
    return (
      <Dialog
        title="The consent is revoked"
        onClose={onClose}
        actions={
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <p>Nothing is generated with this voice any more.</p>
        {done.withdrawn.length === 0 ? (
          <p>Nothing was live in it.</p>
        ) : (
          <div>
            <p>Taken down, because callers heard this voice there:</p>
            <Places places={done.withdrawn} />
          </div>
        )}
      </Dialog>
    );
  return (
    <Dialog
      title={`Revoke the consent of ${consent.speaker}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke the consent
          </Button>
        </>
      }
    >
      <p>
        The voice falls silent at once: no script, preview or call speaks with it, and what is live in it is
        taken down in every channel. It cannot be undone; the speaker can only agree anew.
      </p>
      {live === null ? (
        <Skeleton height={20} />
      ) : live.length > 0 ? (
        <div>
          <p>Live in this voice now:</p>
          <Places places={live} />
        </div>
      ) : (
        <p>Nothing is live in this voice now.</p>
      )}
      {revoke.error ? <ProblemMessage error={revoke.error} /> : null}
    </Dialog>
  );
}
