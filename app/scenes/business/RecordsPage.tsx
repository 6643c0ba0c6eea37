import { type InfiniteData, type UseInfiniteQueryResult, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { type ComponentProps, type ReactElement, type ReactNode, useState } from 'react';
import { itemsOf, type Page } from '../../api/pages.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { TextField } from '../../components/Field.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Table } from '../../components/Table.tsx';
import { useSettled } from '../../components/useSettled.ts';
import { useCan } from '../../frame/useMe.ts';
import styles from './Business.module.css';
import { DemoButton } from './DemoButton.tsx';

const route = getRouteApi('/frame/business');

/** The words that are looked for, as the address has them. */
export const useSearchWords = () => route.useSearch().q;

interface RecordsPageProps<Item extends { id: string }> {
  /** One of them and many: `order`, `orders`. */
  words: { one: string; many: string; of: string };
  icon: ReactElement;
  /** What belongs here, where there is none yet. */
  teach: ReactNode;
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  columns: ComponentProps<typeof Table<Item>>['columns'];
  /** What an entry is called in questions and labels. */
  nameOf: (item: Item) => string;
  /** The form of a new one (null) or of an entry. */
  form: (item: Item | null, onClose: () => void) => ReactNode;
  remove: (id: string) => Promise<unknown>;
  /** What else goes when one is deleted. */
  lost?: string;
}

/** A searchable list of one kind of business data, to see and edit. */
export function RecordsPage<Item extends { id: string }>({
  words,
  icon,
  teach,
  query,
  columns,
  nameOf,
  form,
  remove,
  lost,
}: RecordsPageProps<Item>) {
  const client = useQueryClient();
  const mayEdit = useCan('business:write');
  const q = useSearchWords();
  const [editing, setEditing] = useState<Item | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Item | null>(null);
  const items = itemsOf(query.data);
  const actions: typeof columns = mayEdit
    ? [
        {
          head: 'Actions',
          hideHead: true,
          end: true,
          cell: (item) => (
            <span className={styles.actions}>
              <IconButton
                label={`Change ${nameOf(item)}`}
                icon={<Pencil />}
                onClick={() => setEditing(item)}
              />
              <IconButton
                label={`Delete ${nameOf(item)}`}
                icon={<Trash2 />}
                onClick={() => setDeleting(item)}
              />
            </span>
          ),
        },
      ]
    : [];
  const add = mayEdit ? (
    <Button icon={<Plus aria-hidden />} onClick={() => setEditing('new')}>
      Add {words.one}
    </Button>
  ) : null;
  return (
    <>
      <div className={styles.bar}>
        <SearchField label={`Search ${words.many}`} hint={words.of} />
        {add}
      </div>
      {query.error ? <ProblemMessage error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={44} count={6} /> : null}
      {query.isSuccess && items.length === 0 ? (
        q === undefined ? (
          <EmptyState icon={icon} title={`No ${words.many} yet`} action={mayEdit ? <DemoButton /> : null}>
            {teach}
          </EmptyState>
        ) : (
          <EmptyState icon={icon} title={`No ${words.many} with “${q}”`}>
            Other words may find it: {words.of}.
          </EmptyState>
        )
      ) : null}
      {items.length > 0 ? (
        <Table caption={words.many} rows={items} rowKey={({ id }) => id} columns={[...columns, ...actions]} />
      ) : null}
      <MoreButton query={query} what={words.many} />
      {editing !== null ? form(editing === 'new' ? null : editing, () => setEditing(null)) : null}
      {deleting ? (
        <ConfirmDialog
          title={`Delete ${nameOf(deleting)}?`}
          action={`Delete ${words.one}`}
          onClose={() => setDeleting(null)}
          onConfirm={async () => {
            await remove(deleting.id);
            await client.invalidateQueries({ queryKey: ['business'] });
          }}
        >
          Agents no longer find it. {lost} This cannot be undone.
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** Searches once typing settles; the address keeps the words. */
function SearchField({ label, hint }: { label: string; hint: string }) {
  const q = useSearchWords() ?? '';
  const navigate = useNavigate();
  const [text, setText] = useSettled(
    q,
    (words) => void navigate({ to: '.', search: { q: words || undefined }, replace: true }),
  );
  return (
    <TextField
      label={label}
      hideLabel
      type="search"
      placeholder={`${label}: ${hint}`}
      className={styles.search}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
