import type { CallFilter } from '../../../shared/api/calls/filter.ts';
import type { Caller } from '../../caller.ts';
import { csvLine } from '../../db/csv.ts';
import type { Database } from '../../db/database.ts';
import { reportCalls } from './callReport.ts';

/** The figures of each day as CSV (RFC 4180), as the report has them. */
export async function exportReport(
  deps: { database: Database },
  caller: Caller,
  filter: CallFilter,
): Promise<string> {
  const { days } = await reportCalls(deps, caller, filter);
  const head = [
    'day',
    'calls',
    'duration_seconds',
    'contained',
    'resolved',
    'sentiment',
    'satisfaction',
    'cost_usd',
  ];
  return [
    csvLine(head),
    ...days.map((day) =>
      csvLine([
        day.day,
        day.calls,
        day.durationMs === null ? null : day.durationMs / 1000,
        day.contained,
        day.resolved,
        day.sentiment,
        day.satisfaction,
        day.costUsd,
      ]),
    ),
  ].join('');
}
