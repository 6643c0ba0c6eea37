import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Dictionary } from '../../../shared/api/dictionaries.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { dictionariesQuery, dictionaryQuery } from '../../api/dictionaries.ts';
import { itemsOf } from '../../api/pages.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Panel } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { Table } from '../../components/Table.tsx';
import { Time } from '../../components/Time.tsx';
import styles from './Pronunciation.module.css';

type Restore = (entries: readonly DictionaryEntry[], number: number) => void;

/** Every saved state, with what it has otherwise than the present one. */
export function History({ current, onRestore }: { current: Dictionary; onRestore: Restore | undefined }) {
  const states = useInfiniteQuery(dictionariesQuery);
  const [shown, setShown] = useState<number | null>(null);
  const items = itemsOf(states.data);
  if (items.length === 0) return null;
  return (
    <Panel title="History" lead="Every saved state stays. A version names the one that it was spoken with.">
      <Table
        caption="Saved states of the dictionary"
        rows={items}
        rowKey={({ number }) => String(number)}
        columns={[
          { head: 'State', cell: ({ number }) => number },
          { head: 'Words', cell: ({ entryCount }) => entryCount },
          { head: 'What changed', cell: ({ note }) => note ?? '' },
          { head: 'Who', cell: ({ by }) => by?.name ?? '' },
          { head: 'When', cell: ({ at }) => (at ? <Time at={at} /> : null) },
          {
            head: 'Compare',
            hideHead: true,
            end: true,
            cell: ({ number }) =>
              number === current.number ? null : (
                <Button onClick={() => setShown(number)} aria-label={`Compare state ${number}`}>
                  Compare
                </Button>
              ),
          },
        ]}
      />
      <MoreButton query={states} what="states" />
      {shown !== null ? (
        <StateDialog number={shown} current={current} onRestore={onRestore} onClose={() => setShown(null)} />
      ) : null}
    </Panel>
  );
}

function StateDialog({
  number,
  current,
  onRestore,
  onClose,
}: {
  number: number;
  current: Dictionary;
  onRestore: Restore | undefined;
  onClose: () => void;
}) {
  const state = useQuery(dictionaryQuery(number));
  return (
    <Dialog
      title={`State ${number} against the present one`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {onRestore ? (
            <Button
              kind="primary"
              disabled={!state.data}
              onClick={() => {
                if (state.data) onRestore(state.data.entries, number);
                onClose();
              }}
            >
              Restore
            </Button>
          ) : null}
        </>
      }
    >
      <Loaded query={state}>
        {({ entries }) => <Differences before={entries} after={current.entries} />}
      </Loaded>
    </Dialog>
  );
}

const inWords = ({ phrase, alias, phoneme, language }: DictionaryEntry) =>
  `${phrase} → ${[alias, phoneme && `/${phoneme}/`].filter(Boolean).join(' ')}${language ? ` (${language})` : ''}`;

/** Entries that only one of two states has. */
function Differences({
  before,
  after,
}: {
  before: readonly DictionaryEntry[];
  after: readonly DictionaryEntry[];
}) {
  const keysOf = (entries: readonly DictionaryEntry[]) =>
    new Set(entries.map((entry) => JSON.stringify(entry)));
  const [old, present] = [keysOf(before), keysOf(after)];
  const removed = before.filter((entry) => !present.has(JSON.stringify(entry)));
  const added = after.filter((entry) => !old.has(JSON.stringify(entry)));
  if (removed.length + added.length === 0) return <p>Both hold the same words.</p>;
  return (
    <ul className={styles.differences}>
      {removed.map((entry) => (
        <li key={`- ${JSON.stringify(entry)}`}>
          <del>{inWords(entry)}</del> <span className={styles.side}>then</span>
        </li>
      ))}
      {added.map((entry) => (
        <li key={`+ ${JSON.stringify(entry)}`}>
          <ins>{inWords(entry)}</ins> <span className={styles.side}>now</span>
        </li>
      ))}
    </ul>
  );
}
