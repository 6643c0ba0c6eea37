import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ChartColumn, Download } from 'lucide-react';
import { usageExportUrl, usageQuery } from '../../api/usage.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { TextField } from '../../components/Field.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { Splits } from './Splits.tsx';
import styles from './Usage.module.css';

const route = getRouteApi('/frame/usage');

/** What was spoken, by whom and at what cost. */
export function UsageScene() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const usage = useQuery(usageQuery(search));
  const change = (by: Partial<typeof search>) => navigate({ search: { ...search, ...by }, replace: true });
  const narrowed = [search.voice, search.engine, search.user, search.purpose].some(
    (one) => one !== undefined,
  );
  return (
    <Scene
      title="Usage"
      lead="What was spoken, by whom and at what cost. Days and months are those of UTC."
      actions={
        <a className={styles.download} href={usageExportUrl(search)} download="usage.csv">
          <Download aria-hidden /> CSV
        </a>
      }
    >
      <search className={styles.filters}>
        <TextField
          label="From"
          type="date"
          max={search.to}
          value={search.from ?? usage.data?.from ?? ''}
          onChange={(event) => change({ from: event.currentTarget.value || undefined })}
        />
        <TextField
          label="To"
          type="date"
          min={search.from}
          value={search.to ?? usage.data?.to ?? ''}
          onChange={(event) => change({ to: event.currentTarget.value || undefined })}
        />
        {narrowed ? (
          <Button
            onClick={() =>
              change({ voice: undefined, engine: undefined, user: undefined, purpose: undefined })
            }
          >
            Show everything
          </Button>
        ) : null}
      </search>
      <Loaded query={usage}>
        {(report) => (
          <>
            <PlanPanel report={report} />
            {report.total.requests === 0 ? (
              <EmptyState icon={<ChartColumn />} title="Nothing was spoken in this time">
                Versions, previews and what programs ask for appear here, with their characters and cost.
              </EmptyState>
            ) : (
              <Splits report={report} change={change} />
            )}
          </>
        )}
      </Loaded>
    </Scene>
  );
}
