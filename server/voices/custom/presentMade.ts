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

/** The making of a voice as people see it; null: there was none. */
export function presentMade(
  row: typeof customVoices.$inferSelect | null,
  personality: Pick<Personality, 'name' | 'languages'>,
  terms: string | null,
): CustomVoice {
  if (!row || row.state === 'deleted') return NONE;
  const problem = misfit(personality, { languages: [row.language] });
  return {
    state: row.state,
    progress: row.progress,
    voiceId: row.state === 'ready' ? `${CUSTOM_PREFIX}${row.id}` : null,
    engine: row.engineId,
    failure: row.failure,
    review: row.state === 'in-review' ? row.reviewReason : null,
    sampleIds: row.sampleIds,
    terms,
    warning: row.state === 'failed' || problem === null ? null : `${problem} ${remedyFor(personality.name)}`,
    trainedAt: row.state === 'ready' ? (row.finishedAt?.toISOString() ?? null) : null,
  };
}
