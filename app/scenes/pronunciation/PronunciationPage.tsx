import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookA, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Dictionary } from '../../../shared/api/dictionaries.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { affectedQuery, dictionaryQuery, saveDictionary } from '../../api/dictionaries.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Select, TextField } from '../../components/Field.tsx';
import { Panel, Row } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { notify } from '../../components/Toast.tsx';
import { languageName } from '../../format/language.ts';
import { useCan } from '../../frame/useMe.ts';
import { AffectedDialog } from './AffectedDialog.tsx';
import { EntriesTable } from './EntriesTable.tsx';
import { EntryDialog } from './EntryDialog.tsx';
import { History } from './History.tsx';
import styles from './Pronunciation.module.css';

/** How the workspace's voices say its names and words. */
export function PronunciationPage() {
  const newest = useQuery(dictionaryQuery('latest'));
  return <Loaded query={newest}>{(dictionary) => <Editor dictionary={dictionary} />}</Loaded>;
}

function Editor({ dictionary }: { dictionary: Dictionary }) {
  const client = useQueryClient();
  const mayWrite = useCan('scripts:write');
  const voices = useQuery(voicesQuery);
  const affected = useQuery(affectedQuery(dictionary.number));
  /** What is not saved yet, and the state that it was made of; null: nothing. */
  const [draft, setDraft] = useState<{ entries: DictionaryEntry[]; of: number } | null>(null);
  const [note, setNote] = useState('');
  const [voiceId, setVoiceId] = useState('');
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const [showsAffected, setShowsAffected] = useState(false);
  const changed = draft !== null;
  const entries = draft?.entries ?? dictionary.entries;
  const setEntries = (next: DictionaryEntry[]) =>
    setDraft({ entries: next, of: draft?.of ?? dictionary.number });
  const save = useMutation({
    mutationFn: saveDictionary,
    onSuccess: (saved, sent) => {
      notify(`Saved. What is generated from now on is spoken with state ${saved.number}.`);
      client.setQueryData(dictionaryQuery('latest').queryKey, saved);
      // What was changed meanwhile is still to be saved.
      setDraft((now) =>
        now === null || now.entries === sent.entries ? null : { entries: now.entries, of: saved.number },
      );
      setNote((now) => (now === (sent.note ?? '') ? '' : now));
      void client.invalidateQueries({ queryKey: ['dictionaries'] });
    },
    // Somebody was faster: what they saved shows the way on.
    onError: () => void client.invalidateQueries({ queryKey: dictionaryQuery('latest').queryKey }),
  });
  // What is being saved here may be told of before its own answer comes.
  const overtaken = draft !== null && draft.of !== dictionary.number && !save.isPending;
  const voice = voices.data?.find(({ id }) => id === voiceId) ?? voices.data?.[0];
  const toHear = affected.data?.items.length ?? 0;
  const add = mayWrite ? (
    <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => setEditing('new')}>
      Add word
    </Button>
  ) : undefined;
  return (
    <>
      <Panel
        title="Pronunciation"
        lead="Names, products and abbreviations as they should be said. Whole words only; the text itself stays as it is."
      >
        {entries.length === 0 && !changed ? (
          <EmptyState icon={<BookA />} title="No words yet" action={add}>
            Add a name that the voices get wrong, and write it as it sounds.
          </EmptyState>
        ) : (
          <>
            <div className={styles.bar}>
              <Select
                label="Listen in"
                value={voice?.id ?? ''}
                onChange={(event) => setVoiceId(event.currentTarget.value)}
              >
                {(voices.data ?? []).map(({ id, name, languages }) => (
                  <option key={id} value={id}>
                    {name} · {languageName(languages[0] ?? '')}
                  </option>
                ))}
              </Select>
              {add}
            </div>
            <EntriesTable
              entries={entries}
              voice={voice}
              onEdit={mayWrite ? setEditing : undefined}
              onRemove={(index) => setEntries(entries.filter((_, at) => at !== index))}
            />
          </>
        )}
        {draft ? (
          <div className={styles.save}>
            <TextField
              label="What changed"
              value={note}
              maxLength={500}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            {overtaken ? (
              <div className={styles.affected} role="alert">
                <p>
                  Somebody saved state {dictionary.number} in the meantime. Yours is kept here; theirs stays
                  in the history.
                </p>
                <Button
                  size="small"
                  onClick={() => {
                    save.reset();
                    setDraft({ ...draft, of: dictionary.number });
                  }}
                >
                  Put mine over theirs
                </Button>
              </div>
            ) : save.error ? (
              <ProblemMessage error={save.error} kept="Nothing was saved; what you entered is kept." />
            ) : null}
            <Row>
              <Button
                kind="primary"
                busy={save.isPending}
                disabled={overtaken}
                onClick={() => save.mutate({ entries, note: note || undefined, expectedNumber: draft.of })}
              >
                Save dictionary
              </Button>
              <Button onClick={() => setDraft(null)}>Discard changes</Button>
            </Row>
          </div>
        ) : toHear > 0 ? (
          <div className={styles.affected}>
            <p>
              {toHear === 1
                ? 'One approved version says a word otherwise than this dictionary.'
                : `${toHear} approved versions say a word otherwise than this dictionary.`}
            </p>
            <Button onClick={() => setShowsAffected(true)}>See affected versions</Button>
          </div>
        ) : null}
      </Panel>
      <History
        current={dictionary}
        onRestore={
          mayWrite
            ? (restored, from) => {
                setEntries([...restored]);
                setNote(`As in state ${from}`);
              }
            : undefined
        }
      />
      {editing !== null ? (
        <EntryDialog
          entry={editing === 'new' ? undefined : entries[editing]}
          voice={voice}
          onClose={() => setEditing(null)}
          onDone={(entry) => {
            setEntries(
              editing === 'new'
                ? [...entries, entry]
                : entries.map((other, index) => (index === editing ? entry : other)),
            );
            setEditing(null);
          }}
        />
      ) : null}
      {showsAffected && affected.data ? (
        <AffectedDialog
          number={dictionary.number}
          affected={affected.data}
          onClose={() => setShowsAffected(false)}
        />
      ) : null}
    </>
  );
}
