import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Download, ScrollText } from 'lucide-react';
import { type AuditFilter, auditExportUrl, auditQuery } from '../../api/operations.ts';
import { itemsOf } from '../../api/pages.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import type { AuditSearch } from './search.ts';
import { VerifyAudit } from './VerifyAudit.tsx';

const route = getRouteApi('/frame/audit');

/** Days of the reader's zone as the moments they begin and end. */
function toFilter({ from, to, ...rest }: AuditSearch): AuditFilter {
  return {
    ...rest,
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    to: to && new Date(`${to}T23:59:59.999`).toISOString(),
  };
}

/** Who did what, when: append-only, chained and anchored. */
export function AuditScene() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = toFilter(search);
  const entries = useInfiniteQuery(auditQuery(filter));
  const items = itemsOf(entries.data);
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <Scene
      title="Audit"
      lead="Every change, by whom and when. Entries are chained by hashes, so that a changed or missing one is found."
      actions={
        <Menu trigger={<Button icon={<Download aria-hidden />}>Export</Button>}>
          <MenuItem asChild>
            <a href={auditExportUrl(filter, 'csv')} download="audit.csv">
              CSV, for a spreadsheet
            </a>
          </MenuItem>
          <MenuItem asChild>
            <a href={auditExportUrl(filter, 'jsonl')} download="audit.jsonl">
              JSON lines, for programs
            </a>
          </MenuItem>
        </Menu>
      }
    >
      <VerifyAudit />
      <AuditFilters
        search={search}
        onChange={(change) => navigate({ search: (now) => ({ ...now, ...change }), replace: true })}
      />
      {entries.error ? <ProblemMessage error={entries.error} onRetry={() => void entries.refetch()} /> : null}
      {entries.isPending ? <Skeleton height={44} count={8} /> : null}
      {entries.isSuccess && items.length === 0 ? (
        <EmptyState
          icon={<ScrollText />}
          title={filtered ? 'No entry is like that' : 'Nothing has happened yet'}
          action={filtered ? <Button onClick={() => navigate({ search: {} })}>Show all</Button> : null}
        >
          {filtered ? 'Take a filter away to see more.' : 'The first change in this workspace appears here.'}
        </EmptyState>
      ) : null}
      {items.length > 0 ? <AuditTable entries={items} /> : null}
      <MoreButton query={entries} what="entries" />
    </Scene>
  );
}
