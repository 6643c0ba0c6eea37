import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download, Ellipsis, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  deleteVoice,
  personalityQuery,
  renamePersonality,
  voiceExportUrl,
  voiceStatusQuery,
} from '../../api/personalities.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import common from '../../components/common.module.css';
import { IconButton } from '../../components/IconButton.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { notify } from '../../components/Toast.tsx';
import { useCan } from '../../frame/useMe.ts';
import { ConsentStep } from './ConsentStep.tsx';
import { NameDialog } from './NameDialog.tsx';
import styles from './PersonalityScene.module.css';
import { Recordings } from './Recordings.tsx';
import { SpokenWith } from './SpokenWith.tsx';
import { TrainingStep } from './TrainingStep.tsx';
import { VoiceState } from './VoiceState.tsx';

const route = getRouteApi('/frame/personalities/$id');

/** One personality: how it speaks, and the way to a voice of its own. */
export function PersonalityScene() {
  const { id } = route.useParams();
  const client = useQueryClient();
  const personality = useQuery(personalityQuery(id));
  const status = useQuery(voiceStatusQuery(id));
  const mayManage = useCan('voices:manage');
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['personalities'] });
  const crumb = <Link to="/personalities">All personalities</Link>;
  if (personality.error)
    return (
      <Scene title="Personality" crumb={crumb}>
        <ProblemMessage error={personality.error} onRetry={() => personality.refetch()} />
      </Scene>
    );
  const name = personality.data?.name ?? '';
  const hasOwn = personality.data !== undefined && personality.data.customVoice !== 'none';
  return (
    <Scene
      title={name || 'Personality'}
      crumb={crumb}
      actions={
        mayManage && personality.data ? (
          <Menu trigger={<IconButton kind="plain" label="More" icon={<Ellipsis />} />}>
            <MenuItem icon={<PencilLine aria-hidden />} onSelect={() => setDialog('rename')}>
              Rename
            </MenuItem>
            <MenuItem asChild>
              <a href={voiceExportUrl(id)} download={`${name}.tar`}>
                <Download aria-hidden /> Download a backup
              </a>
            </MenuItem>
            {hasOwn ? (
              <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setDialog('delete')}>
                Delete its own voice
              </MenuItem>
            ) : null}
          </Menu>
        ) : null
      }
    >
      <div className={styles.columns}>
        {personality.data ? <SpokenWith personality={personality.data} /> : <Skeleton height={200} />}
        <section className={styles.own} aria-label="A voice of its own">
          <header className={styles.ownHead}>
            <div className={common.line}>
              <h2>A voice of its own</h2>
              {status.data ? <VoiceState state={status.data.state} /> : null}
            </div>
            <p className={common.quiet}>
              Made of recordings of one person, who agreed to it. Only owners and admins can make one.
            </p>
          </header>
          <Loaded query={status} shape={<Skeleton height={160} count={3} />}>
            {(data) => (
              <>
                <Recordings personalityId={id} status={data} mayManage={mayManage} />
                <ConsentStep personalityId={id} status={data} mayManage={mayManage} />
                <TrainingStep personalityId={id} status={data} mayManage={mayManage} />
              </>
            )}
          </Loaded>
        </section>
      </div>
      {dialog === 'rename' ? (
        <NameDialog
          title="Rename the personality"
          action="Rename"
          name={name}
          onSave={async (next) => {
            await renamePersonality(id, next);
            await refresh();
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'delete' ? (
        <ConfirmDialog
          title={`Delete ${name}’s own voice?`}
          action="Delete the voice"
          onConfirm={async () => {
            await deleteVoice(id);
            await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['voices'] })]);
            notify(`${name}’s own voice is deleted.`);
          }}
          onClose={() => setDialog(null)}
        >
          The voice is deleted here and at its engine, with its settings; {name} speaks with the default voice
          again, and scripts can no longer be generated with it. Audio that was generated and approved stays
          what it is, and so do recordings and consent.
        </ConfirmDialog>
      ) : null}
    </Scene>
  );
}
