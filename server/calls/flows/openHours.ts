import type { WorkspaceTx } from '../../db/database.ts';
import { addDays, dayOf } from '../../dialogue/business/localTime.ts';
import { openSpans, readOpening } from '../../dialogue/business/openHours.ts';

/** No call lasts longer. */
const DAYS_AHEAD = 2;

/**
 * Tells whether a business is open, by the hours that are set now: they hold for one call, also past midnight. A
 * business that never said when it is open always is.
 */
export async function readOpenHours(
  tx: WorkspaceTx,
  workspaceId: string,
  timeZone: string,
  now: Date,
): Promise<(at: Date) => boolean> {
  const today = dayOf(now, timeZone);
  const days = [...Array(DAYS_AHEAD + 1).keys()].map((day) => addDays(today, day));
  const opening = await readOpening(tx, workspaceId, today, days.at(-1)!);
  if (opening.week.size === 0 && opening.exceptions.size === 0) return () => true;
  const spans = days.flatMap((day) => openSpans(opening, day, timeZone));
  return (at) => spans.some(({ from, to }) => from <= at && at < to);
}
