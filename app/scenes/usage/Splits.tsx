import type { UsageReport } from '../../../shared/api/usage.ts';
import type { UsagePurpose } from '../../../shared/usage/plans.ts';
import { DayChart } from './DayChart.tsx';
import { ModelTable } from './ModelTable.tsx';
import { Summary } from './Summary.tsx';
import { SumTable } from './SumTable.tsx';
import type { UsageSearch } from './search.ts';

export const PURPOSES: Record<UsagePurpose, string> = {
  generation: 'Versions of scripts',
  preview: 'Previews',
  chat: 'Answers in chat',
  call: 'Telephone calls',
  test: 'Test sentences',
  api: 'Programs',
};

/** What was spoken, in total, by day, and split in every way that one may narrow it to. */
export function Splits({ report, change }: { report: UsageReport; change: (by: UsageSearch) => void }) {
  return (
    <>
      <Summary report={report} />
      <DayChart report={report} />
      <SumTable
        title="By voice"
        rows={report.voices.map((row) => ({
          ...row,
          key: row.id,
          label: `${row.name} (${row.engine})`,
          choice: row.id,
        }))}
        onChoose={(voice) => change({ voice })}
      />
      <SumTable
        title="By engine"
        rows={report.engines.map((row) => ({ ...row, key: row.id, label: row.id, choice: row.id }))}
        onChoose={(engine) => change({ engine })}
      />
      <ModelTable agents={report.answers.agents} />
      {report.personalities.length > 0 ? (
        <SumTable
          title="By personality"
          rows={report.personalities.map((row) => ({ ...row, key: row.id, label: row.name, choice: row.id }))}
          onChoose={(personality) => change({ personality })}
        />
      ) : null}
      <SumTable
        title="By person and program"
        rows={report.users.map((row) => ({
          ...row,
          key: `${row.actor.kind} ${row.actor.id}`,
          label: row.actor.name,
          choice: row.actor.id,
        }))}
        onChoose={(user) => change({ user })}
      />
      <SumTable
        title="By purpose"
        rows={report.purposes.map((row) => ({
          ...row,
          key: row.purpose,
          label: PURPOSES[row.purpose],
          choice: row.purpose,
        }))}
        onChoose={(purpose) => change({ purpose: purpose as UsagePurpose })}
      />
    </>
  );
}
