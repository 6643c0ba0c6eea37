import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { AudioLines, Folder, type LucideIcon, Radio, SquarePen } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { searchQuery } from '../api/studio.ts';
import { Kbd } from '../components/Kbd.tsx';
import styles from './CommandPalette.module.css';
import { isMeant, useCommands } from './commands.ts';

interface Entry {
  id: string;
  name: string;
  context?: string;
  keys?: string;
  icon: LucideIcon;
  /** What is done; or the words that the search goes on with. */
  run: (() => unknown) | { words: string };
}

/** What the workspace has of these words, as entries that lead there. */
function useFound(words: string) {
  const navigate = useNavigate();
  const { data, isFetching, isPending, isPlaceholderData } = useQuery({
    ...searchQuery(words),
    placeholderData: keepPreviousData,
  });
  const entries = (words === '' ? [] : (data ?? [])).map(({ kind, id, title, context }): Entry => {
    const entry = { id: `${kind} ${id}`, name: title, context };
    if (kind === 'script')
      return {
        ...entry,
        icon: SquarePen,
        run: () => navigate({ to: '/scripts/$scriptId', params: { scriptId: id } }),
      };
    if (kind === 'channel')
      return {
        ...entry,
        icon: Radio,
        run: () => navigate({ to: '/channels/$slug', params: { slug: id } }),
      };
    if (kind === 'voice')
      return { ...entry, icon: AudioLines, run: () => navigate({ to: '/voices', search: { q: title } }) };
    return { ...entry, icon: Folder, run: () => navigate({ to: '/projects', search: { project: id } }) };
  });
  return { entries, isFetching, isKnown: words === '' || !(isPending || isPlaceholderData) };
}

/** Search and commands: go anywhere, do anything. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const element = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState('');
  const wanted = words.trim();
  const searched = useDeferredValue(wanted);
  const found = useFound(searched);
  const isKnown = found.isKnown && searched === wanted;
  // Enter that came before what is found for these words: it means what they find, not what stands there from before.
  const [entered, setEntered] = useState(false);
  useEffect(() => {
    if (!entered || !isKnown) return;
    setEntered(false);
    element.current?.querySelector<HTMLElement>('[cmdk-item]')?.click();
  }, [entered, isKnown]);
  const { here, acts, places } = useCommands();
  const goOn = (next: string) => {
    setWords(next);
    element.current?.querySelector('input')?.focus();
  };
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    dialog?.querySelector('input')?.focus();
    return () => dialog?.close();
  }, []);

  const meant = [...acts, ...places].filter(({ many }) => !many || wanted !== '');
  const commands = {
    here: here.filter((command) => isMeant(command, wanted)),
    all: meant.filter((command) => isMeant(command, wanted)),
  };
  const awaited = !isKnown && commands.here.length + commands.all.length === 0;
  const groups: [string, Entry[]][] = [
    ['Here', commands.here],
    ['Commands', commands.all],
    ['Found', found.entries],
  ];

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes through onCancel
    <dialog
      ref={element}
      aria-label="Search and commands"
      className={styles.palette}
      onCancel={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <Command
        label="Search and commands"
        shouldFilter={false}
        loop
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || !awaited) return;
          event.preventDefault();
          setEntered(true);
        }}
      >
        <Command.Input
          value={words}
          onValueChange={(next) => {
            setWords(next);
            setEntered(false);
          }}
          className={styles.input}
          placeholder="Search, or say what to do"
        />
        <Command.List className={styles.list} label="Results">
          {found.isFetching ? null : (
            <Command.Empty className={styles.empty}>
              Nothing here is called that, and no script says it.
            </Command.Empty>
          )}
          {groups.map(([heading, entries]) =>
            entries.length > 0 ? (
              <Command.Group key={heading} heading={heading} className={styles.group}>
                {entries.map(({ id, name, context, keys, icon: Icon, run }) => (
                  <Command.Item
                    key={id}
                    value={id}
                    className={styles.item}
                    onSelect={() => {
                      if (typeof run !== 'function') return goOn(run.words);
                      onClose();
                      void run();
                    }}
                  >
                    <Icon aria-hidden />
                    <span className={styles.name}>{name}</span>
                    {context ? <span className={styles.context}>{context}</span> : null}
                    {keys ? <Kbd>{keys}</Kbd> : null}
                  </Command.Item>
                ))}
              </Command.Group>
            ) : null,
          )}
        </Command.List>
      </Command>
    </dialog>
  );
}
