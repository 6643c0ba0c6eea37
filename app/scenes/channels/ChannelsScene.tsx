import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { channelsQuery } from '../../api/channels.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';

/** The board of channels; with a channel chosen (`/channels/$slug`) that channel. */
export function ChannelsScene() {
  const channels = useQuery(channelsQuery);
  return (
    <Scene title="Channels">
      <Loaded query={channels}>
        {(list) => (
          <ul>
            {list.map((channel) => (
              <li key={channel.id}>
                <Link to="/channels/$slug" params={{ slug: channel.slug }}>
                  {channel.name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Scene>
  );
}
