import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { channelsQuery } from '../../api/channels.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { useCan } from '../../frame/useMe.ts';
import { ChannelDialog } from './ChannelDialog.tsx';
import { ChannelSection } from './ChannelSection.tsx';
import styles from './ChannelsScene.module.css';
import { DeployDialog } from './DeployDialog.tsx';
import { Ledger } from './Ledger.tsx';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import { Releases } from './Releases.tsx';
import type { ChannelSearch } from './search.ts';

/** What callers hear where, since when and why; with a channel in the address, its ledger too. */
export function ChannelsScene() {
  const { slug } = useParams({ strict: false });
  const { slot, create } = useSearch({ strict: false });
  const navigate = useNavigate();
  const channels = useQuery(channelsQuery);
  const mayDeploy = useCan('channels:deploy');
  const mayManage = useCan('channels:manage');
  // The chosen slot is in the address as channel/slot, so that a link opens the same dialog.
  const [deployChannel, deploySlot] = slot?.split('/') ?? [];
  const choose = (next: string | undefined) => navigate({ to: '.', search: { slot: next }, replace: true });
  const open = (what: ChannelSearch['create']) => navigate({ to: '.', search: { create: what } });
  const close = () => choose(undefined);
  return (
    <Scene
      title="Channels"
      lead="What callers and learners hear now, since when, and why."
      width="full"
      actions={
        <>
          {mayManage ? <Button onClick={() => open('channel')}>New channel</Button> : null}
          {mayDeploy ? (
            <Button kind="primary" onClick={() => open('release')}>
              Release several
            </Button>
          ) : null}
        </>
      }
    >
      <Loaded query={channels}>
        {(list) => {
          const shown = slug ? list.filter((channel) => channel.slug === slug) : list;
          const target = list.find((channel) => channel.slug === deployChannel);
          return (
            <div className={styles.board}>
              {shown.length === 0 ? (
                <EmptyState icon={<Radio />} title="No such channel">
                  It may have another name now.
                </EmptyState>
              ) : null}
              {shown.map((channel) => (
                <ChannelSection
                  key={channel.id}
                  channel={channel}
                  mayDeploy={mayDeploy}
                  mayManage={mayManage}
                  onDeploy={(name) => choose(`${channel.slug}/${name}`)}
                />
              ))}
              <Releases state="scheduled" mayDeploy={mayDeploy} />
              <Releases state="failed" mayDeploy={mayDeploy} />
              {slug && shown.length > 0 ? <Ledger slug={slug} /> : null}
              {target && deploySlot && mayDeploy ? (
                <DeployDialog channel={target} slot={deploySlot} onClose={close} />
              ) : null}
              {create === 'release' && mayDeploy ? <ReleaseDialog channels={list} onClose={close} /> : null}
              {create === 'channel' && mayManage ? <ChannelDialog onClose={close} /> : null}
            </div>
          );
        }}
      </Loaded>
    </Scene>
  );
}
