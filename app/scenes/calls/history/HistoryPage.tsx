import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download, FlaskConical, History, Radio } from 'lucide-react';
import { type Call, callsExportUrl, callsQuery } from '../../../api/calls.ts';
import { itemsOf } from '../../../api/pages.ts';
import { Badge } from '../../../components/Badge.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { MoreButton } from '../../../components/MoreButton.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { Table } from '../../../components/Table.tsx';
import { Duration, Time } from '../../../components/Time.tsx';
import { formatUsd } from '../../../format/amounts.ts';
import filterStyles from '../filters/CallFilters.module.css';
import { CallFilters } from '../filters/CallFilters.tsx';
import { SavedViews } from '../filters/SavedViews.tsx';
import type { CallsSearch } from '../filters/search.ts';
import { callerOf } from '../timeline/callerOf.ts';
import { EndBadge, intentInWords, MoodBadge } from '../timeline/looks.tsx';
import styles from './History.module.css';

const route = getRouteApi('/frame/calls/history');

/** How a call ended; one in progress says so. */
function State({ call: { state, end } }: { call: Call }) {
  if (end) return <EndBadge end={end} />;
  return (
    <Badge tone="info" icon={<Radio aria-hidden />}>
      {state === 'ringing' ? 'Rings' : 'In progress'}
    </Badge>
  );
}

/** Below and above it a mood is more than none. */
const MOOD_FROM = 0.2;
const moodOf = (score: number) => ({
  score,
  label:
    score <= -MOOD_FROM
      ? ('negative' as const)
      : score >= MOOD_FROM
        ? ('positive' as const)
        : ('neutral' as const),
});

/** Every call that was kept, newest first. */
export function HistoryPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const calls = useInfiniteQuery(callsQuery(search));
  const items = itemsOf(calls.data);
  const change = (by: Partial<CallsSearch>) => navigate({ search: { ...search, ...by }, replace: true });
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <SavedViews search={search} to="/calls/history" />
      <CallFilters search={search} onChange={change}>
        <a className={filterStyles.csv} href={callsExportUrl(search)} download="calls.csv">
          <Download aria-hidden /> CSV
        </a>
      </CallFilters>
      {calls.error ? <ProblemMessage error={calls.error} onRetry={() => void calls.refetch()} /> : null}
      {calls.data ? null : calls.error ? null : <Skeleton height={44} count={6} />}
      {calls.data && items.length === 0 ? (
        <EmptyState icon={<History />} title={filtered ? 'No call is like that' : 'No call was kept yet'}>
          {filtered
            ? 'Widen the time or take a filter away.'
            : 'Every call is kept here with its words, its recording and what was behind each line.'}
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className={styles.table}>
          <Table
            caption="Calls"
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              {
                head: 'Caller',
                cell: (call) => (
                  <span className={styles.caller}>
                    <Link to="/calls/$callId" params={{ callId: call.id }}>
                      {callerOf(call)}
                    </Link>
                    {call.test ? <Badge icon={<FlaskConical aria-hidden />}>Test</Badge> : null}
                  </span>
                ),
              },
              { head: 'Began', cell: ({ startedAt }) => <Time at={startedAt} /> },
              { head: 'Flow', cell: ({ flow }) => flow.name },
              {
                head: 'About',
                cell: ({ topIntent }) => (topIntent ? intentInWords(topIntent) : '–'),
              },
              {
                head: 'Mood',
                cell: ({ sentimentScore }) =>
                  sentimentScore === null ? '–' : <MoodBadge mood={moodOf(sentimentScore)} />,
              },
              { head: 'Ended', cell: (call) => <State call={call} /> },
              {
                head: 'Length',
                cell: ({ durationMs }) => (durationMs === null ? '–' : <Duration ms={durationMs} />),
                end: true,
              },
              {
                head: 'Cost',
                cell: ({ costUsd }) => (costUsd === null ? '–' : formatUsd(costUsd)),
                end: true,
              },
            ]}
          />
        </div>
      ) : null}
      <MoreButton query={calls} what="calls" />
    </>
  );
}
