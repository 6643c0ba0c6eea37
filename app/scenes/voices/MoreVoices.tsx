import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, Download, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { CatalogueVoice } from '../../../shared/api/voiceCatalogue.ts';
import { cancelVoicePull, pullVoice, removeVoice, voiceCatalogueQuery } from '../../api/voices.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Table } from '../../components/Table.tsx';
import { languageName } from '../../format/language.ts';
import { FetchByName } from './FetchByName.tsx';
import styles from './MoreVoices.module.css';

const size = (bytes: number) =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
const isInVain = ({ installed, pull }: CatalogueVoice) =>
  !installed && (pull?.state === 'failed' || pull?.state === 'cancelled');
const isUnderWay = ({ pull }: CatalogueVoice) => pull?.state === 'queued' || pull?.state === 'running';

function State({ voice }: { voice: CatalogueVoice }) {
  const { pull } = voice;
  if (isUnderWay(voice) && pull)
    return (
      <span className={styles.state}>
        <progress
          className={styles.progress}
          aria-label={`Fetching ${voice.name}`}
          max={voice.sizeBytes}
          value={pull.receivedBytes}
        />
        <span>{pull.problem ?? `${size(pull.receivedBytes)} of ${size(voice.sizeBytes)}`}</span>
      </span>
    );
  if (voice.problem)
    return (
      <span className={styles.state}>
        <Badge tone="bad" icon={<CircleAlert aria-hidden />}>
          Broken
        </Badge>{' '}
        {voice.problem}
      </span>
    );
  if (voice.installed)
    return (
      <Badge tone="good" icon={<CircleCheck aria-hidden />}>
        Here
      </Badge>
    );
  if (pull?.state === 'failed')
    return (
      <span className={styles.state}>
        <Badge tone="bad" icon={<CircleAlert aria-hidden />}>
          Failed
        </Badge>{' '}
        {pull.problem}
      </span>
    );
  return pull?.state === 'cancelled' ? (
    <span>Stopped; what arrived is kept</span>
  ) : (
    <span>{size(voice.sizeBytes)}</span>
  );
}

/** Neural voices that can be fetched onto the machine, for those who set the installation up. */
export function MoreVoices() {
  const catalogue = useQuery(voiceCatalogueQuery);
  const queries = useQueryClient();
  const [asked, setAsked] = useState<{ voice: CatalogueVoice; what: 'fetch' | 'remove' } | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['voice-catalogue'] });
  const cancel = useMutation({ mutationFn: cancelVoicePull, onSettled: refresh });
  const discard = useMutation({ mutationFn: removeVoice, onSettled: refresh });
  const failed = cancel.error ?? discard.error;
  return (
    <details className={styles.more}>
      <summary>
        <span className={styles.word}>More voices</span>
        <span className={styles.hint}>Neural voices, fetched once and spoken on this machine</span>
      </summary>
      <Loaded query={catalogue} shape={<Skeleton height={120} />}>
        {({ items, freeBytes, source }) => (
          <>
            <Table
              caption="Voices that can be fetched"
              rows={items}
              rowKey={(voice) => voice.id}
              columns={[
                {
                  head: 'Voice',
                  cell: (voice) => (
                    <span className={styles.name}>
                      <strong>{voice.name}</strong> {voice.description}
                    </span>
                  ),
                },
                { head: 'Language', cell: (voice) => languageName(voice.language) },
                { head: 'Licence', cell: (voice) => voice.licence },
                { head: 'State', cell: (voice) => <State voice={voice} /> },
                {
                  head: 'Actions',
                  hideHead: true,
                  end: true,
                  cell: (voice) =>
                    isUnderWay(voice) ? (
                      <Button size="small" icon={<X />} onClick={() => cancel.mutate(voice.id)}>
                        Stop<span className="visuallyHidden"> fetching {voice.name}</span>
                      </Button>
                    ) : !voice.offered ? null : voice.installed ? (
                      <Button
                        size="small"
                        icon={<Trash2 />}
                        onClick={() => setAsked({ voice, what: 'remove' })}
                      >
                        Remove<span className="visuallyHidden"> {voice.name}</span>
                      </Button>
                    ) : (
                      <span className={styles.acts}>
                        {isInVain(voice) ? (
                          <Button size="small" icon={<Trash2 />} onClick={() => discard.mutate(voice.id)}>
                            Discard<span className="visuallyHidden"> the download of {voice.name}</span>
                          </Button>
                        ) : null}
                        <Button
                          size="small"
                          icon={<Download />}
                          onClick={() => setAsked({ voice, what: 'fetch' })}
                        >
                          Fetch<span className="visuallyHidden"> {voice.name}</span>
                        </Button>
                      </span>
                    ),
                },
              ]}
            />
            {failed ? <ProblemMessage error={failed} /> : null}
            {/* What is being answered already is not exchanged under somebody’s finger. */}
            <FetchByName onFound={(voice) => setAsked((now) => now ?? { voice, what: 'fetch' })} />
            <p className={styles.foot}>
              From {source}
              {freeBytes === null ? '' : ` · ${size(freeBytes)} free on the disk`} · Voices are on the machine
              that fetched them.
            </p>
          </>
        )}
      </Loaded>
      {asked?.what === 'fetch' ? (
        <ConfirmDialog
          title={`Fetch ${asked.voice.name}?`}
          kind="primary"
          action="Accept and fetch"
          onConfirm={() => pullVoice(asked.voice.id).then(refresh)}
          onClose={() => setAsked(null)}
        >
          <p>
            {size(asked.voice.sizeBytes)} are fetched, and as much again is needed to prepare the voice. Its
            licence:
          </p>
          <p>
            <strong>{asked.voice.licence}</strong>
          </p>
        </ConfirmDialog>
      ) : null}
      {asked?.what === 'remove' ? (
        <ConfirmDialog
          title={`Remove ${asked.voice.name}?`}
          action="Remove voice"
          onConfirm={() => removeVoice(asked.voice.id).then(refresh)}
          onClose={() => setAsked(null)}
        >
          Scripts in this voice, or in voices made with it, can no longer be generated here. What was
          generated stays as it is.
        </ConfirmDialog>
      ) : null}
    </details>
  );
}
