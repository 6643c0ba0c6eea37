import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import {
  FolderPlus,
  type LucideIcon,
  MessagesSquare,
  Moon,
  Radio,
  SquarePen,
  Sun,
  UserPlus,
  UserRound,
} from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { personalitiesQuery } from '../api/personalities.ts';
import { searchQuery } from '../api/studio.ts';
import styles from './CommandPalette.module.css';
import { SECTIONS } from './sections.ts';
import { setTheme } from './theme.ts';
import { useMe } from './useMe.ts';

interface Entry {
  id: string;
  name: string;
  context?: string;
  icon: LucideIcon;
  run: () => unknown;
}

/** Search and commands: go anywhere, do anything. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const element = useRef<HTMLDialogElement>(null);
  const navigate = useNavigate();
  const { scopes } = useMe();
  const [words, setWords] = useState('');
  const found = useQuery(searchQuery(useDeferredValue(words.trim())));
  const mayTalk = scopes.includes('conversations:write');
  const personalities = useQuery({ ...personalitiesQuery, enabled: mayTalk });
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    dialog?.querySelector('input')?.focus();
    return () => dialog?.close();
  }, []);

  const commands: Entry[] = [
    ...SECTIONS.filter(({ needs }) => !needs || scopes.includes(needs)).map(({ to, name, icon }) => ({
      id: to,
      name: `Go to ${name}`,
      icon,
      run: () => navigate({ to }),
    })),
    {
      id: 'account',
      name: 'Go to my account',
      icon: UserRound,
      run: () => navigate({ to: '/settings/account' }),
    },
    ...(scopes.includes('scripts:write')
      ? [
          {
            id: 'new-script',
            name: 'Write a new script',
            icon: SquarePen,
            run: () => navigate({ to: '/projects', search: { create: 'script' } }),
          },
          {
            id: 'new-project',
            name: 'Create a project',
            icon: FolderPlus,
            run: () => navigate({ to: '/projects', search: { create: 'project' } }),
          },
        ]
      : []),
    ...(mayTalk
      ? [
          {
            id: 'new-conversation',
            name: 'Start a new conversation',
            icon: MessagesSquare,
            run: () => navigate({ to: '/chat', search: {} }),
          },
          ...(personalities.data ?? []).map(({ id, name }) => ({
            id: `talk ${id}`,
            name: `Talk with ${name}`,
            icon: MessagesSquare,
            run: () => navigate({ to: '/chat', search: { personality: id } }),
          })),
        ]
      : []),
    ...(scopes.includes('members:manage')
      ? [
          {
            id: 'members',
            name: 'Add or change members',
            icon: UserPlus,
            run: () => navigate({ to: '/settings/members' }),
          },
        ]
      : []),
    { id: 'light', name: 'Use the light theme', icon: Sun, run: () => setTheme('light') },
    { id: 'dark', name: 'Use the dark theme', icon: Moon, run: () => setTheme('dark') },
  ];
  const wanted = words.trim().toLowerCase();
  const shown = commands.filter((command) => command.name.toLowerCase().includes(wanted));
  const results: Entry[] = (found.data ?? []).map((item) => ({
    id: `${item.kind} ${item.id}`,
    name: item.title,
    context: item.context,
    icon: item.kind === 'channel' ? Radio : SquarePen,
    run: () =>
      item.kind === 'script'
        ? navigate({ to: '/scripts/$scriptId', params: { scriptId: item.id } })
        : item.kind === 'channel'
          ? navigate({ to: '/channels/$slug', params: { slug: item.id } })
          : navigate({ to: '/projects', search: { project: item.id } }),
  }));
  const list = (entries: Entry[]) =>
    entries.map(({ id, name, context, icon: Icon, run }) => (
      <Command.Item
        key={id}
        value={id}
        className={styles.item}
        onSelect={() => {
          onClose();
          void run();
        }}
      >
        <Icon aria-hidden />
        <span>{name}</span>
        {context ? <span className={styles.context}>{context}</span> : null}
      </Command.Item>
    ));

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes through onCancel
    <dialog
      ref={element}
      aria-label="Search and commands"
      className={styles.palette}
      onCancel={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <Command label="Search and commands" shouldFilter={false} loop>
        <Command.Input
          value={words}
          onValueChange={setWords}
          className={styles.input}
          placeholder="Search scripts, projects, channels, or say what to do"
        />
        <Command.List className={styles.list} label="Results">
          {found.isFetching ? null : (
            <Command.Empty className={styles.empty}>Nothing is called that.</Command.Empty>
          )}
          {results.length > 0 ? (
            <Command.Group heading="Found" className={styles.group}>
              {list(results)}
            </Command.Group>
          ) : null}
          {shown.length > 0 ? (
            <Command.Group heading="Commands" className={styles.group}>
              {list(shown)}
            </Command.Group>
          ) : null}
        </Command.List>
      </Command>
    </dialog>
  );
}
