import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ChartColumn, Download } from 'lucide-react';
import type { UsageReport } from '../../../shared/api/usage.ts';
import { usageExportUrl, usageQuery } from '../../api/usage.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { TextField } from '../../components/Field.tsx';
import { FilterChips } from '../../components/FilterChips.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { PriceList } from './PriceList.tsx';
import { PURPOSES, Splits } from './Splits.tsx';
import type { UsageSearch } from './search.ts';
import styles from './Usage.module.css';

const route = getRouteApi('/frame/usage');

/** What was spoken, by whom and at what cost. */
export function UsageScene() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const usage = useQuery(usageQuery(search));
  const change = (by: Partial<typeof search>) => navigate({ search: { ...search, ...by }, replace: true });
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
      </search>
      <FilterChips chips={chipsOf(search, usage.data, change)} />
      <Loaded query={usage}>
        {(report) => (
          <>
            <PlanPanel report={report} />
            {report.total.requests + report.answers.answers === 0 ? (
              <EmptyState icon={<ChartColumn />} title="Nothing was spoken in this time">
                Versions, previews and what programs ask for appear here, with their characters and cost.
              </EmptyState>
            ) : (
              <Splits report={report} change={change} />
            )}
            <PriceList />
          </>
        )}
      </Loaded>
    </Scene>
  );
}

/** What the figures are narrowed to, by its name where the report tells it. */
function chipsOf(
  { voice, engine, user, purpose, personality }: UsageSearch,
  report: UsageReport | undefined,
  change: (by: UsageSearch) => void,
) {
  const named = <Row extends { id: string; name: string }>(rows: readonly Row[] | undefined, id: string) =>
    rows?.find((row) => row.id === id)?.name ?? id;
  const people = report?.users.map(({ actor }) => ({ id: actor.id ?? '', name: actor.name }));
  const chips: [string | undefined, keyof UsageSearch][] = [
    [voice && named(report?.voices, voice), 'voice'],
    [engine, 'engine'],
    [user && named(people, user), 'user'],
    [purpose && PURPOSES[purpose], 'purpose'],
    [personality && named(report?.personalities, personality), 'personality'],
  ];
  return chips.flatMap(([label, key]) =>
    label ? [{ label, onRemove: () => change({ [key]: undefined }) }] : [],
  );
}
