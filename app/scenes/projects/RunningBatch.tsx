import { Link } from '@tanstack/react-router';
import type { BatchProgress } from '../../../shared/api/studio.ts';
import styles from './ProjectScripts.module.css';

/** A batch under way, in a line that leads to it. */
export function RunningBatch({ batch }: { batch: Omit<BatchProgress, 'versionIds'> }) {
  const ended = batch.total - batch.queued - batch.generating;
  return (
    <p className={styles.running}>
      <progress value={ended} max={batch.total} aria-label="Progress of the batch" />
      <span>
        Generating: {ended} of {batch.total} done.{' '}
        <Link to="/batches/$batchId" params={{ batchId: batch.id }}>
          Show the batch
        </Link>
      </span>
    </p>
  );
}
