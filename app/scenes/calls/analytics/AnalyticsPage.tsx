import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ChartColumn, Download } from 'lucide-react';
import { callReportExportUrl, callReportQuery } from '../../../api/calls.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import filterStyles from '../filters/CallFilters.module.css';
import { CallFilters } from '../filters/CallFilters.tsx';
import { SavedViews } from '../filters/SavedViews.tsx';
import type { CallsSearch } from '../filters/search.ts';
import { TestCall } from '../TestCall.tsx';
import { Report } from './Report.tsx';

const route = getRouteApi('/frame/calls/analytics');

/** What calls come to; every chart obeys the same time and filters. */
export function AnalyticsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const report = useQuery(callReportQuery(search));
  const change = (by: Partial<CallsSearch>) => navigate({ search: { ...search, ...by }, replace: true });
  return (
    <>
      <SavedViews search={search} to="/calls/analytics" />
      <CallFilters search={search} onChange={change} range={report.data}>
        <a className={filterStyles.csv} href={callReportExportUrl(search)} download="calls by day.csv">
          <Download aria-hidden /> CSV by day
        </a>
      </CallFilters>
      <Loaded query={report}>
        {(data) =>
          data.total.calls === 0 ? (
            <NoCalls filtered={Object.values(search).some((value) => value !== undefined)} />
          ) : (
            <Report report={data} onNarrow={change} />
          )
        }
      </Loaded>
    </>
  );
}

/** Without filters: what will be here, and the way to the first of it. */
function NoCalls({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState icon={<ChartColumn />} title="There were no such calls in this time">
      Widen the time or take a filter away.
    </EmptyState>
  ) : (
    <EmptyState icon={<ChartColumn />} title="No calls to sum up" action={<TestCall />}>
      How many calls came, how they ended, how quickly they were answered and what they cost is told here from
      the first call on. Make one from your browser.
    </EmptyState>
  );
}
