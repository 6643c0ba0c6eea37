import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  FolderPlus,
  KeyRound,
  Layers,
  type LucideIcon,
  MessagesSquare,
  Moon,
  Radio,
  Rocket,
  SquarePen,
  Sun,
  UserPlus,
  UserRound,
  Webhook,
  Workflow,
} from 'lucide-react';
import type { Scope } from '../../shared/access.ts';
import { channelsQuery } from '../api/channels.ts';
import { personalitiesQuery } from '../api/personalities.ts';
import { useOffered } from './acts.ts';
import { SECTIONS } from './sections.ts';
import { setTheme } from './theme.ts';
import { useMe } from './useMe.ts';

export interface Command {
  id: string;
  name: string;
  icon: LucideIcon;
  /** Other words that people say for it. */
  also?: string;
  keys?: string;
  /** Shown only once words narrow the list: one of many of its kind. */
  many?: true;
  /** What is done; or the words that the search goes on with. */
  run: (() => unknown) | { words: string };
}

/** Whether each of the words stands in the command's name, or means it. */
export function isMeant({ name, also = '' }: Command, words: string): boolean {
  const said = `${name} ${also}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

const MAKE = 'create add make write';

/** What I may do here and everywhere, and where I may go. */
export function useCommands(): { here: Command[]; acts: Command[]; places: Command[] } {
  const navigate = useNavigate();
  const { scopes } = useMe();
  const may = (scope: Scope) => scopes.includes(scope);
  const offered = useOffered();
  const mayTalk = may('conversations:write');
  const mayDeploy = may('channels:deploy');
  const personalities = useQuery({ ...personalitiesQuery, enabled: mayTalk });
  const channels = useQuery({ ...channelsQuery, enabled: mayDeploy });
  const slots = (channels.data ?? []).flatMap((channel) =>
    channel.slots.map(({ slot }) => ({ channel, slot })),
  );
  const ofScope = (scope: Scope, ...commands: Command[]) => (may(scope) ? commands : []);
  const deploy: Command = {
    id: 'deploy',
    name: 'Deploy a version…',
    icon: Rocket,
    also: 'publish live',
    run: { words: 'Deploy to ' },
  };

  const acts: Command[] = [
    ...ofScope('scripts:write', {
      id: 'new-script',
      name: 'New script',
      icon: SquarePen,
      also: MAKE,
      run: () => navigate({ to: '/projects', search: { create: 'script' } }),
    }),
    ...ofScope('scripts:write', {
      id: 'new-project',
      name: 'New project',
      icon: FolderPlus,
      also: MAKE,
      run: () => navigate({ to: '/projects', search: { create: 'project' } }),
    }),
    ...(mayDeploy && slots.length > 0 ? [deploy] : []),
    ...ofScope('channels:deploy', {
      id: 'new-release',
      name: 'New release of several slots',
      icon: Layers,
      also: `${MAKE} deploy publish live`,
      run: () => navigate({ to: '/channels', search: { create: 'release' } }),
    }),
    ...ofScope('channels:manage', {
      id: 'new-channel',
      name: 'New channel',
      icon: Radio,
      also: MAKE,
      run: () => navigate({ to: '/channels', search: { create: 'channel' } }),
    }),
    ...ofScope('voices:manage', {
      id: 'new-personality',
      name: 'New personality',
      icon: UserRound,
      also: MAKE,
      run: () => navigate({ to: '/personalities', search: { create: 'personality' } }),
    }),
    ...ofScope('calls:manage', {
      id: 'new-flow',
      name: 'New call flow',
      icon: Workflow,
      also: MAKE,
      run: () => navigate({ to: '/calls/flows', search: { create: 'flow' } }),
    }),
    ...ofScope('conversations:write', {
      id: 'new-conversation',
      name: 'New conversation',
      icon: MessagesSquare,
      also: 'start chat talk',
      run: () => navigate({ to: '/chat', search: {} }),
    }),
    ...ofScope('keys:manage', {
      id: 'new-key',
      name: 'New API key',
      icon: KeyRound,
      also: MAKE,
      run: () => navigate({ to: '/settings/keys', search: { create: 'key' } }),
    }),
    ...ofScope('webhooks:manage', {
      id: 'new-webhook',
      name: 'New webhook',
      icon: Webhook,
      also: MAKE,
      run: () => navigate({ to: '/settings/webhooks', search: { create: 'webhook' } }),
    }),
    ...ofScope('members:manage', {
      id: 'new-member',
      name: 'New member',
      icon: UserPlus,
      also: `${MAKE} invite`,
      run: () => navigate({ to: '/settings/members', search: { create: 'member' } }),
    }),
    ...(mayTalk ? (personalities.data ?? []) : []).map(
      ({ id, name }): Command => ({
        id: `talk ${id}`,
        name: `Talk with ${name}`,
        icon: MessagesSquare,
        also: 'chat',
        many: true,
        run: () => navigate({ to: '/chat', search: { personality: id } }),
      }),
    ),
    ...(mayDeploy ? slots : []).map(
      ({ channel, slot }): Command => ({
        id: `deploy ${channel.slug}/${slot}`,
        name: `Deploy to ${channel.name} / ${slot}`,
        icon: Rocket,
        also: 'publish live',
        many: true,
        run: () => navigate({ to: '/channels', search: { slot: `${channel.slug}/${slot}` } }),
      }),
    ),
    { id: 'light', name: 'Use the light theme', icon: Sun, run: () => setTheme('light') },
    { id: 'dark', name: 'Use the dark theme', icon: Moon, run: () => setTheme('dark') },
  ];
  const places = [
    ...SECTIONS.filter(({ needs }) => !needs || may(needs)).map(
      ({ to, name, icon }): Command => ({ id: to, name: `Go to ${name}`, icon, run: () => navigate({ to }) }),
    ),
    {
      id: 'account',
      name: 'Go to my account',
      icon: UserRound,
      run: () => navigate({ to: '/settings/account' }),
    },
  ];
  return { here: offered.map((act) => ({ id: `here ${act.name}`, ...act })), acts, places };
}
