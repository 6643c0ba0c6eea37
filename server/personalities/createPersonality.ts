import { v7 } from 'uuid';
import type { NewPersonality, Personality } from '../../shared/api/personalities.ts';
import {
  PERSONALITY_LIMITS,
  type PersonalityContent,
  plainContent,
  withChanges,
} from '../../shared/personalities/content.ts';
import { PERSONALITY_TEMPLATES } from '../../shared/personalities/templates.ts';
import type { Caller } from '../caller.ts';
import { createdByColumns } from '../db/actors.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { personalityRow, readPersonality } from '../db/personalities.ts';
import { personalities, personalityVersions } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';
import type { Personalities } from './personalities.ts';
import { lacksPrimary, lockPrimary } from './primary.ts';
import { recordChange } from './recordChange.ts';
import { requireVoice } from './requireVoice.ts';

/**
 * Makes a personality of a ready-made one, or a plain one, with what is given changed. The first one of a workspace is
 * its primary one. Throws `validation-failed` for an unknown template, and what `requireVoice` throws.
 */
export async function createPersonality(
  personalitiesOf: Personalities,
  caller: Caller,
  { template: templateId, ...asked }: NewPersonality,
): Promise<Personality> {
  const given = { ...asked, name: asked.name.trim() };
  const template = PERSONALITY_TEMPLATES.find(({ id }) => id === templateId);
  if (templateId !== undefined && !template)
    throw new ProblemError('validation-failed', 'There is no such ready-made personality.', {
      errors: [
        {
          field: 'template',
          message: `must be one of ${PERSONALITY_TEMPLATES.map(({ id }) => id).join(', ')}`,
        },
      ],
    });
  const { workspaceId } = caller;
  const base = template
    ? await withVoiceThere(personalitiesOf, workspaceId, template.content)
    : plainContent(given.name);
  const content = withChanges(base, withOwnName(template?.content, given));
  if (content.voice) await requireVoice(personalitiesOf, workspaceId, content.voice, base.voice);
  return personalitiesOf.database.withWorkspace(workspaceId, async (tx) => {
    const id = await insertPersonality(tx, caller, content, { template: templateId });
    return readPersonality(tx, workspaceId, id);
  });
}

/** A ready-made one, without a voice where the voices it is made for are not there. */
export async function withVoiceThere(
  { speech }: Pick<Personalities, 'speech'>,
  workspaceId: string,
  content: PersonalityContent,
): Promise<PersonalityContent> {
  if (!content.voice) return content;
  try {
    await requireVoice({ speech }, workspaceId, content.voice, null);
    return content;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'unknown-voice') return { ...content, voice: null };
    throw error;
  }
}

/** The greeting of a ready-made one says its name: under another name it says that one. */
function withOwnName(template: PersonalityContent | undefined, given: Omit<NewPersonality, 'template'>) {
  if (!template || given.prompts?.greeting !== undefined) return given;
  const greeting = template.prompts.greeting.replaceAll(template.name, given.name);
  return {
    ...given,
    prompts: { ...given.prompts, greeting: greeting.slice(0, PERSONALITY_LIMITS.greeting) },
  };
}

/** A copy under a name of its own. Its recordings and its own voice stay with the original. Throws `not-found`. */
export function copyPersonality(
  { database }: Personalities,
  caller: Caller,
  id: string,
  { name }: { name?: string | undefined },
): Promise<Personality> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    await lockPrimary(tx, workspaceId);
    const original = await personalityRow(tx, workspaceId, id);
    const copy = name ?? `${original.name.slice(0, PERSONALITY_LIMITS.name - 7)} (copy)`;
    const content = { ...original.content, name: copy.trim() };
    const made = await insertPersonality(tx, caller, content, { copyOf: id, version: original.version });
    return readPersonality(tx, workspaceId, made);
  });
}

/** Writes a personality with its first version; gives its id. */
export async function insertPersonality(
  tx: WorkspaceTx,
  caller: Caller,
  content: PersonalityContent,
  detail: Record<string, unknown> = {},
): Promise<string> {
  const { workspaceId, actor } = caller;
  const id = v7();
  await lockPrimary(tx, workspaceId);
  const isPrimary = await lacksPrimary(tx, workspaceId);
  const by = createdByColumns(actor);
  await tx
    .insert(personalities)
    .values({ id, workspaceId, name: content.name, version: 1, isPrimary, ...by });
  await tx.insert(personalityVersions).values({ workspaceId, personalityId: id, number: 1, content, ...by });
  await recordChange(
    tx,
    caller,
    'personality.created',
    { id, name: content.name },
    { ...detail, primary: isPrimary },
  );
  return id;
}
