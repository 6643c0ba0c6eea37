import type { BatchProgress } from '../../../shared/api/studio.ts';

const WORDS = {
  ready: 'ready',
  generating: 'generating',
  queued: 'waiting',
  failed: 'failed',
  cancelled: 'stopped',
} as const;

/** How far a batch is, e.g. `5 ready, 2 generating, 3 waiting`. */
export function batchInWords(batch: Pick<BatchProgress, keyof typeof WORDS>): string {
  return (Object.keys(WORDS) as (keyof typeof WORDS)[])
    .filter((state) => batch[state] > 0)
    .map((state) => `${batch[state]} ${WORDS[state]}`)
    .join(', ');
}
