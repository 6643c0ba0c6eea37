import type { Workspace } from '../../shared/api/identity.ts';
import { ProblemError } from '../problem.ts';
import type { Speech } from '../speech/contract.ts';

const FIELDS = ['speechVoices', 'voiceChain', 'standIns'] as const;
export type VoicesNamed = { [Field in (typeof FIELDS)[number]]?: Workspace[Field] | undefined };

/** The voices that a field names, each with where it stands. */
function namedIn(field: (typeof FIELDS)[number], named: VoicesNamed): { id: string; at: string }[] {
  if (field === 'voiceChain')
    return (named.voiceChain ?? []).map((id, index) => ({ id, at: `voiceChain.${index}` }));
  if (field === 'speechVoices')
    return Object.entries(named.speechVoices ?? {}).map(([name, id]) => ({ id, at: `speechVoices.${name}` }));
  return Object.entries(named.standIns ?? {}).flatMap(([id, standIn]) => [
    { id, at: `standIns.${id}` },
    { id: standIn, at: `standIns.${id}` },
  ]);
}

/**
 * Refuses voices that nobody has and that were not named before. What cannot be known now is taken: the voices of an
 * engine that is not set up, or that cannot list them at the moment. Throws `unknown-voice`.
 */
export async function requireNewVoices(
  speech: Pick<Speech, 'voice' | 'engines'>,
  workspaceId: string,
  named: VoicesNamed,
  before: VoicesNamed,
): Promise<void> {
  const known = new Set(FIELDS.flatMap((field) => namedIn(field, before)).map(({ id }) => id));
  for (const { id, at } of FIELDS.flatMap((field) => namedIn(field, named))) {
    if (known.has(id)) continue;
    known.add(id);
    try {
      await speech.voice(workspaceId, id);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'unknown-voice') continue;
      const engine = (await speech.engines(workspaceId)).find((one) => one.id === id.split(':')[0]);
      if (engine?.configured === false) continue;
      throw new ProblemError('unknown-voice', error.message, {
        errors: [{ field: at, message: 'is no voice of this workspace' }],
      });
    }
  }
}
