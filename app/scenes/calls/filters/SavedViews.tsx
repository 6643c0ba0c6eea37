import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BookmarkPlus, X } from 'lucide-react';
import { useState } from 'react';
import { forgetFilter, savedFiltersQuery, saveFilter } from '../../../api/calls.ts';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/Field.tsx';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { notify, notifyProblem } from '../../../components/Toast.tsx';
import { useCan } from '../../../frame/useMe.ts';
import styles from './CallFilters.module.css';
import type { CallsSearch } from './search.ts';

const isSame = (one: CallsSearch, other: CallsSearch) =>
  JSON.stringify(
    Object.entries(one)
      .filter(([, value]) => value !== undefined)
      .sort(),
  ) ===
  JSON.stringify(
    Object.entries(other)
      .filter(([, value]) => value !== undefined)
      .sort(),
  );

/** Views of calls that somebody kept, for everybody of the workspace, and the way to keep this one. */
export function SavedViews({
  search,
  to,
}: {
  search: CallsSearch;
  to: '/calls/history' | '/calls/analytics';
}) {
  const client = useQueryClient();
  const views = useQuery(savedFiltersQuery);
  const mayKeep = useCan('calls:manage');
  const [naming, setNaming] = useState(false);
  const anything = Object.values(search).some((value) => value !== undefined);
  const known = (views.data ?? []).some(({ filter }) => isSame(filter, search));
  const renew = () => client.invalidateQueries({ queryKey: savedFiltersQuery.queryKey });
  const forget = useMutation({
    mutationFn: forgetFilter,
    onSuccess: async () => {
      await renew();
      notify('The view is gone; the calls are not touched.');
    },
    onError: notifyProblem,
  });
  if (!views.data?.length && !(mayKeep && anything)) return null;
  return (
    <div className={styles.views}>
      {(views.data ?? []).map((view) => (
        <span key={view.id} className={styles.view}>
          <Link to={to} search={view.filter} aria-current={isSame(view.filter, search) ? 'true' : undefined}>
            {view.name}
          </Link>
          {mayKeep ? (
            <IconButton
              size="small"
              label={`Forget the view ${view.name}`}
              icon={<X />}
              disabled={forget.isPending}
              onClick={() => forget.mutate(view.id)}
            />
          ) : null}
        </span>
      ))}
      {mayKeep && anything && !known ? (
        <Button size="small" icon={<BookmarkPlus aria-hidden />} onClick={() => setNaming(true)}>
          Keep this view
        </Button>
      ) : null}
      {naming ? <KeepView search={search} onClose={() => setNaming(false)} /> : null}
    </div>
  );
}

function KeepView({ search, onClose }: { search: CallsSearch; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => saveFilter(name.trim(), search),
    onSuccess: async (view) => {
      await client.invalidateQueries({ queryKey: savedFiltersQuery.queryKey });
      notify(`Kept as ${view.name}.`);
    },
  });
  return (
    <FormDialog
      title="Keep this view"
      action="Keep"
      disabled={name.trim() === ''}
      mutation={save}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
