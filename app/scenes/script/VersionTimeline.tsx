import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AudioLines } from 'lucide-react';
import type { Version } from '../../../shared/api/studio.ts';
import { itemsOf } from '../../api/pages.ts';
import { versionsQuery } from '../../api/studio.ts';
import buttonStyles from '../../components/Button.module.css';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { VersionRow } from './VersionRow.tsx';
import styles from './VersionTimeline.module.css';

interface VersionTimelineProps {
  scriptId: string;
  selected: readonly string[];
  onSelect: (id: string, on: boolean) => void;
  mayGenerate: boolean;
  maySubmit: boolean;
  /** The next version is to be spoken as this one was. */
  onSpokenAs: (version: Version) => void;
}

const MOST_COMPARED = 4;

/** The versions of a script, newest first; two to four can be chosen for comparison. */
export function VersionTimeline({ scriptId, selected, onSelect, ...row }: VersionTimelineProps) {
  const versions = useInfiniteQuery(versionsQuery(scriptId));
  const items = itemsOf(versions.data);
  return (
    <section aria-labelledby="versions-heading" className={styles.timeline}>
      <header className={styles.head}>
        <h2 id="versions-heading">Versions</h2>
        {selected.length >= 2 ? (
          <Link
            to="/compare"
            search={{ ids: selected.join(',') }}
            className={cx(buttonStyles.button, buttonStyles.primary)}
          >
            Compare {selected.length} versions
          </Link>
        ) : items.length >= 2 ? (
          <p className={styles.hint}>Select two to four to compare them.</p>
        ) : null}
      </header>
      {versions.error ? <ProblemMessage error={versions.error} onRetry={() => versions.refetch()} /> : null}
      {versions.isPending ? <Skeleton height={72} count={3} /> : null}
      {versions.isSuccess && items.length === 0 ? (
        <EmptyState icon={<AudioLines />} title="Nothing generated yet">
          Choose a voice and a tone, then press Generate. Every generation is kept as a version.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <ol className={styles.list}>
          {items.map((version) => (
            <VersionRow
              key={version.id}
              version={version}
              selected={selected.includes(version.id)}
              onSelect={
                selected.length < MOST_COMPARED || selected.includes(version.id)
                  ? (on) => onSelect(version.id, on)
                  : null
              }
              {...row}
            />
          ))}
        </ol>
      ) : null}
      {versions.hasNextPage ? (
        <Button busy={versions.isFetchingNextPage} onClick={() => versions.fetchNextPage()}>
          Show older versions
        </Button>
      ) : null}
    </section>
  );
}
