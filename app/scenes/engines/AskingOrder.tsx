import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Workspace } from '../../../shared/api/identity.ts';
import type { Engine } from '../../../shared/api/voices.ts';
import { updateWorkspace, workspaceQuery } from '../../api/identity.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { useCan } from '../../frame/useMe.ts';
import styles from './AskingOrder.module.css';

/**
 * Who is asked first, of those that do one thing here. An empty order is that in which `engines` are given; whoever is
 * not in an order that is not empty is not asked, unless nobody in it is able to.
 */
export function AskingOrder({
  title,
  field,
  order,
  engines,
}: {
  title: string;
  field: 'agentOrder' | 'listenerOrder';
  order: Workspace['agentOrder'];
  engines: readonly Engine[];
}) {
  const client = useQueryClient();
  const mayChange = useCan('settings:manage');
  const save = useMutation({
    mutationFn: (next: string[]) => updateWorkspace({ [field]: next }),
    onSuccess: (saved) => client.setQueryData(workspaceQuery.queryKey, saved),
  });
  const named = order.flatMap((id) => engines.find((engine) => engine.id === id) ?? []);
  const asked = named.length > 0 ? named : engines;
  const rest = engines.filter((engine) => !asked.includes(engine));
  const ids = asked.map(({ id }) => id);
  const acts = (...buttons: Act[]) =>
    mayChange ? (
      <span className={styles.acts}>
        {buttons.map(({ label, icon, next }) => (
          <IconButton
            key={label}
            kind="plain"
            label={label}
            icon={icon}
            // Stays focusable where it does nothing, so that the keyboard keeps its place at both ends.
            aria-disabled={next === null || save.isPending}
            onClick={() => {
              if (next !== null && !save.isPending) save.mutate(next);
            }}
          />
        ))}
      </span>
    ) : null;
  return (
    <section className={styles.order} aria-label={title}>
      <h3>{title}</h3>
      <ol>
        {asked.map(({ id, name }, at) => (
          <li key={id}>
            <span>{name}</span>
            {acts(
              { label: `Ask ${name} earlier`, icon: <ArrowUp />, next: swapped(ids, at - 1) },
              { label: `Ask ${name} later`, icon: <ArrowDown />, next: swapped(ids, at) },
              {
                label: `Do not ask ${name}`,
                icon: <X />,
                next: ids.length > 1 ? ids.filter((each) => each !== id) : null,
              },
            )}
          </li>
        ))}
      </ol>
      {rest.length > 0 ? (
        <>
          <p className={styles.quiet}>Not asked, unless none of these is able to:</p>
          <ul>
            {rest.map(({ id, name }) => (
              <li key={id}>
                <span>{name}</span>
                {acts({ label: `Ask ${name} too`, icon: <Plus />, next: [...ids, id] })}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {save.error ? <ProblemMessage error={save.error} kept="The old order still holds." /> : null}
    </section>
  );
}

interface Act {
  label: string;
  icon: ReactElement;
  /** The order it makes; null: nothing changes. */
  next: string[] | null;
}

/** With the one at this place and the next one exchanged; null at the ends. */
function swapped(ids: readonly string[], at: number): string[] | null {
  const [first, second] = [ids[at], ids[at + 1]];
  return first === undefined || second === undefined ? null : ids.toSpliced(at, 2, second, first);
}
