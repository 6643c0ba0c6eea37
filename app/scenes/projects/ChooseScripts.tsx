import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ScriptSummary } from '../../../shared/api/studio.ts';
import { itemsOf, type Page } from '../../api/pages.ts';
import { Checkbox } from '../../components/Field.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import styles from './ChooseScripts.module.css';

/** All scripts of a project, or some of them. */
export function ChooseScripts({
  query,
  total,
  chosen,
  onChange,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Page<ScriptSummary>>>;
  total: number;
  /** Ids; null for all. */
  chosen: ReadonlySet<string> | null;
  onChange: (chosen: ReadonlySet<string> | null) => void;
}) {
  const items = itemsOf(query.data);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className={styles.scripts}>
      <legend className="visuallyHidden">Which scripts</legend>
      <Checkbox
        label={`All ${total} scripts, as they were saved last`}
        checked={chosen === null}
        onChange={(event) => onChange(event.currentTarget.checked ? null : new Set())}
      />
      {chosen ? (
        <div className={styles.list}>
          {items.map((script) => (
            <Checkbox
              key={script.id}
              label={script.title}
              checked={chosen.has(script.id)}
              onChange={(event) => toggle(script.id, event.currentTarget.checked)}
            />
          ))}
          <MoreButton query={query} what="scripts" />
        </div>
      ) : null}
    </fieldset>
  );
}
