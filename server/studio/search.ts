import { and, asc, desc, eq, ilike, or } from 'drizzle-orm';
import type { z } from 'zod';
import { UNSPEAKABLE } from '../../shared/api/common.ts';
import type { studioRoutes } from '../../shared/api/studio.ts';
import type { Caller } from '../caller.ts';
import { channels, projects, scripts } from '../db/schema/index.ts';
import type { Studio } from './studio.ts';

type Found = z.infer<typeof studioRoutes.search.reply & z.ZodType>['items'][number];

/** As many of each kind as a person looks through. */
const OF_EACH = 20;

/** The pattern, for `ilike`, of what contains these very words. */
export const containing = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

/** Projects, scripts and channels whose name contains the words, newest first; a channel's id is its slug. */
export async function search(studio: Studio, caller: Caller, words: string): Promise<Found[]> {
  const wanted = words.trim();
  if (wanted === '' || UNSPEAKABLE.test(wanted)) return [];
  const pattern = containing(wanted);
  const { workspaceId } = caller;
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
      ...inScripts.map((found): Found => ({ kind: 'script', ...found })),
      ...inChannels.map((found): Found => ({ kind: 'channel', ...found })),
    ];
  });
}
