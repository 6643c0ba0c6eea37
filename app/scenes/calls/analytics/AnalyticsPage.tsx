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
            <EmptyState icon={<ChartColumn />} title="There were no such calls in this time">
              Widen the time or take a filter away; figures appear with the first call.
            </EmptyState>
          ) : (
            <Report report={data} onNarrow={change} />
          )
        }
      </Loaded>
    </>
  );
}
