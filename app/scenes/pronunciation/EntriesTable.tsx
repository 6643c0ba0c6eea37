import { Pencil, Trash2, Volume2 } from 'lucide-react';
import type { Voice } from '../../../shared/api/voices.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Table } from '../../components/Table.tsx';
import { languageName } from '../../format/language.ts';
import { useListen } from './listen.ts';
import styles from './Pronunciation.module.css';

/** Where an entry holds, in words. */
function scopeOf({ language, engines, caseSensitive }: DictionaryEntry): string {
  return [
    language ? languageName(language) : 'All languages',
    engines ? engines.join(', ') : null,
    caseSensitive ? 'exact case' : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The words and how they are said, each to be heard at once. */
export function EntriesTable({
  entries,
  voice,
  onEdit,
  onRemove,
}: {
  entries: readonly DictionaryEntry[];
  voice: Voice | undefined;
  /** Absent: I may only look and listen. */
  onEdit: ((index: number) => void) | undefined;
  onRemove: (index: number) => void;
}) {
  const { listen, heard } = useListen(voice);
  const rows = entries.map((entry, index) => ({ entry, index }));
  return (
    <Table
      caption="Words and how they are said"
      rows={rows}
      rowKey={({ entry, index }) => `${index} ${entry.phrase}`}
      columns={[
        { head: 'Word', cell: ({ entry }) => <strong>{entry.phrase}</strong> },
        {
          head: 'Said as',
          cell: ({ entry }) => (
            <span className={styles.said}>
              {entry.alias ? <span>{entry.alias}</span> : null}
              {entry.phoneme ? <span className={styles.ipa}>/{entry.phoneme}/</span> : null}
            </span>
          ),
        },
        { head: 'Where', cell: ({ entry }) => scopeOf(entry) },
        {
          head: 'Actions',
          hideHead: true,
          end: true,
          cell: ({ entry, index }) => (
            <span className={styles.actions}>
              <IconButton
                label={`Listen to ${entry.phrase}`}
                icon={<Volume2 />}
                disabled={!voice || heard !== undefined}
                onClick={() => listen(entry)}
              />
              {onEdit ? (
                <>
                  <IconButton
                    label={`Change ${entry.phrase}`}
                    icon={<Pencil />}
                    onClick={() => onEdit(index)}
                  />
                  <IconButton
                    label={`Remove ${entry.phrase}`}
                    icon={<Trash2 />}
                    onClick={() => onRemove(index)}
                  />
                </>
              ) : null}
            </span>
          ),
        },
      ]}
    />
  );
}
