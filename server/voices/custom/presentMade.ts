import type { CustomVoice, Personality } from '../../../shared/api/personalities.ts';
import { misfit } from '../../../shared/voices/misfit.ts';
import { CUSTOM_PREFIX } from '../../db/consents.ts';
import type { customVoices } from '../../db/schema/index.ts';

const NONE: CustomVoice = {
  state: 'none',
  progress: 0,
  voiceId: null,
  engine: null,
  failure: null,
  review: null,
  sampleIds: [],
  terms: null,
  warning: null,
  trainedAt: null,
};

const remedyFor = (name: string) =>
  `Give ${name} another voice under Personality, or let it begin in a language that this one speaks.`;

/** The making of a voice as people see it; null: there was none. `withheld` says why it may not speak. */
export function presentMade(
  row: typeof customVoices.$inferSelect | null,
  personality: Pick<Personality, 'name' | 'languages'>,
  { terms, withheld }: { terms: string | null; withheld: string | null },
): CustomVoice {
  if (!row || row.state === 'deleted') return NONE;
  const ready = row.state === 'ready';
  const problem = misfit(personality, { languages: [row.language] });
  return {
    state: ready && withheld !== null ? 'silenced' : row.state,
    progress: row.progress,
    voiceId: ready ? `${CUSTOM_PREFIX}${row.id}` : null,
    engine: row.engineId,
    failure: ready ? withheld : row.failure,
    review: row.state === 'in-review' ? row.reviewReason : null,
    sampleIds: row.sampleIds,
    terms,
    warning: row.state === 'failed' || problem === null ? null : `${problem} ${remedyFor(personality.name)}`,
    trainedAt: ready ? (row.finishedAt?.toISOString() ?? null) : null,
  };
}
