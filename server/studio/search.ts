import { and, asc, desc, eq, ilike, or } from 'drizzle-orm';
import type { z } from 'zod';
import { UNSPEAKABLE } from '../../shared/api/common.ts';
import type { studioRoutes } from '../../shared/api/studio.ts';
import type { Caller } from '../caller.ts';
import { channels, projects, scripts } from '../db/schema/index.ts';
import { scriptsSaying } from './scripts/scriptsSaying.ts';
import type { Studio } from './studio.ts';

type Found = z.infer<typeof studioRoutes.search.reply & z.ZodType>['items'][number];

/** As many of each kind as a person looks through. */
const OF_EACH = 20;

/** The pattern, for `ilike`, of what contains these very words. */
export const containing = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * Projects, scripts, channels and voices whose name contains the words, and scripts whose text says them; of each the
 * newest first. A channel's id is its slug.
 */
export async function search(studio: Studio, caller: Caller, words: string): Promise<Found[]> {
  const wanted = words.trim();
  if (wanted === '' || UNSPEAKABLE.test(wanted)) return [];
  const pattern = containing(wanted);
  const { workspaceId } = caller;
  const lower = wanted.toLowerCase();
  const inVoices = (await studio.speech.voices(workspaceId))
    .filter(({ name }) => name.toLowerCase().includes(lower))
    .slice(0, OF_EACH)
    .map(({ id, name, engine, languages }): Found => {
      const more = languages.length > 1 ? ` and ${languages.length - 1} more` : '';
      return { kind: 'voice', id, title: name, context: `${languages[0] ?? ''}${more} · ${engine}` };
    });
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const inProjects = await tx
      .select({ id: projects.id, title: projects.name, context: projects.purpose })
      .from(projects)
      .where(and(eq(projects.workspaceId, workspaceId), ilike(projects.name, pattern)))
      .orderBy(desc(projects.id))
      .limit(OF_EACH);
    const inScripts = await tx
      .select({ id: scripts.id, title: scripts.title, context: projects.name })
      .from(scripts)
      .innerJoin(projects, eq(projects.id, scripts.projectId))
      .where(and(eq(scripts.workspaceId, workspaceId), ilike(scripts.title, pattern)))
      .orderBy(desc(scripts.id))
      .limit(OF_EACH);
    const byTitle = new Set(inScripts.map(({ id }) => id));
    const inTexts = (await scriptsSaying(tx, workspaceId, wanted, OF_EACH)).filter(
      ({ id }) => !byTitle.has(id),
    );
    const inChannels = await tx
      .select({ id: channels.slug, title: channels.name, context: channels.description })
      .from(channels)
      .where(
        and(
          eq(channels.workspaceId, workspaceId),
          or(ilike(channels.name, pattern), ilike(channels.slug, pattern)),
        ),
      )
      .orderBy(asc(channels.slug))
      .limit(OF_EACH);
    return [
      ...inProjects.map((found): Found => ({ kind: 'project', ...found })),
      ...[...inScripts, ...inTexts].map((found): Found => ({ kind: 'script', ...found })),
      ...inChannels.map((found): Found => ({ kind: 'channel', ...found })),
      ...inVoices,
    ];
  });
}
