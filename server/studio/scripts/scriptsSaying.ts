import { and, desc, eq, sql } from 'drizzle-orm';
import { plainText } from '../../../shared/markup/measure.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { revisions, scripts } from '../../db/schema/index.ts';

/** How much is shown of a text around the words that were found, in characters on each side. */
const AROUND = 32;

/**
 * Scripts whose text, as it is now, has words that begin with all of these, newest first, each with the passage
 * where the first of them stands.
 */
export async function scriptsSaying(tx: WorkspaceTx, workspaceId: string, words: string, most: number) {
  const found = await tx
    .select({ id: scripts.id, title: scripts.title, language: scripts.language, text: revisions.text })
    .from(scripts)
    .innerJoin(
      revisions,
      and(eq(revisions.scriptId, scripts.id), eq(revisions.number, scripts.revisionNumber)),
    )
    .where(
      and(
        eq(scripts.workspaceId, workspaceId),
        sql`${scripts.id} in (select voiceops_scripts_saying(${words}, ${most}))`,
      ),
    )
    .orderBy(desc(scripts.id));
  return found.map(({ id, title, language, text }) => ({
    id,
    title,
    context: passage(plainText(parseMarkup(text, language)), words),
  }));
}

/** Scripts that put no spaces between their words: there a word may begin anywhere (`voiceops_spaced`). */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The part of a text where the first of the words stands at the beginning of one, or how the text begins. */
function passage(text: string, words: string): string {
  const line = text.replace(/\s+/g, ' ');
  const asked =
    words
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.map((word) => (UNSPACED.test(word) ? word : `(?<![\\p{L}\\p{N}])${word}`)) ?? [];
  const at = Math.max(0, asked.length > 0 ? line.search(new RegExp(asked.join('|'), 'iu')) : 0);
  const from = at <= AROUND ? 0 : edgeFrom(line, at - AROUND, at);
  const to = edgeFrom(line, at + AROUND, Math.min(line.length, at + 2 * AROUND));
  return `${from > 0 ? '… ' : ''}${line.slice(from, to).trim()}${to < line.length ? ' …' : ''}`;
}

/** The first edge of a word from a place on, at the latest at another; without spaces between, the place itself. */
function edgeFrom(line: string, place: number, latest: number): number {
  const space = line.slice(place, latest + 1).indexOf(' ');
  if (space >= 0) return place + space;
  return UNSPACED.test(line.slice(place, latest)) ? place : latest;
}
