import type { CallReport } from '../../../../shared/api/calls/analytics.ts';
import { Table } from '../../../components/Table.tsx';
import { formatCount, formatUsd } from '../../../format/amounts.ts';
import { formatDuration } from '../../../format/duration.ts';
import type { CallsSearch } from '../filters/search.ts';
import { ENDS, intentInWords } from '../timeline/looks.tsx';
import styles from './Analytics.module.css';
import { BarList } from './BarList.tsx';
import { DayBars } from './DayBars.tsx';
import { Hours } from './Hours.tsx';
import { LatencyChart } from './LatencyChart.tsx';

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`);
const length = (ms: number | null): string => (ms === null ? '–' : formatDuration(ms));
const mark = (value: number | null): string => (value === null ? '–' : value.toFixed(1));
const signedMood = (score: number | null): string =>
  score === null ? '–' : `${score > 0 ? '+' : score < 0 ? '−' : ''}${Math.abs(score).toFixed(2)}`;

const COSTS: [keyof CallReport['total']['costParts'], string][] = [
  ['speech', 'Voice'],
  ['recognition', 'Recognition'],
  ['model', 'Model'],
  ['telephony', 'Telephone'],
];
const MOODS = { negative: 'Unhappy', neutral: 'Calm', positive: 'Happy' } as const;
const MARKS = [5, 4, 3, 2, 1] as const;

/** Every figure of the calls that are meant, as charts that can be read as words too. */
export function Report({
  report,
  onNarrow,
}: {
  report: CallReport;
  onNarrow: (by: Partial<CallsSearch>) => void;
}) {
  const { total, days } = report;
  const figures: [string, string, string?][] = [
    [
      'Calls',
      formatCount(total.calls),
      total.tests > 0 ? `${formatCount(total.tests)} of them tests` : undefined,
    ],
    [
      'Length',
      length(total.durationMs),
      total.p95DurationMs === null ? undefined : `95 % within ${length(total.p95DurationMs)}`,
    ],
    ['Without a person', percent(total.contained)],
    ['Resolved', percent(total.resolved)],
    ['Mood', signedMood(total.sentiment), '−1 to +1'],
    [
      'Satisfaction',
      mark(total.satisfaction),
      total.satisfactionAnswers === 0
        ? 'nobody was asked'
        : `of 5, ${formatCount(total.satisfactionAnswers)} marks`,
    ],
    [
      'Cost',
      formatUsd(total.costUsd),
      total.costPerCallUsd === null ? undefined : `${formatUsd(total.costPerCallUsd)} a call`,
    ],
  ];
  return (
    <div className={styles.report}>
      <dl className={styles.figures}>
        {figures.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {more ? <span className={styles.more}>{more}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      <div className={styles.charts}>
        <DayBars title="Calls by day" days={days} value={(day) => day.calls} words={formatCount} />
        <DayBars title="Mean length by day" days={days} value={(day) => day.durationMs} words={length} />
        <DayBars
          title="Without a person"
          days={days}
          value={(day) => day.contained}
          words={percent}
          most={1}
        />
        <DayBars title="Resolved" days={days} value={(day) => day.resolved} words={percent} most={1} />
        <DayBars
          title="Mood by day"
          days={days}
          value={(day) => day.sentiment}
          words={signedMood}
          least={-1}
          most={1}
        />
        <DayBars title="Cost by day" days={days} value={(day) => day.costUsd} words={formatUsd} />
        <LatencyChart latency={report.latency} />
        <BarList
          title="What calls were about"
          rows={report.intents.map((each) => ({
            key: each.intent,
            name: intentInWords(each.intent),
            count: each.calls,
            more: `${percent(each.resolved)} resolved`,
            onChoose: () => onNarrow({ intent: each.intent }),
          }))}
        />
        <BarList
          title="How they ended"
          rows={report.ends.map(({ end, calls }) => ({
            key: end,
            name: ENDS[end].word,
            count: calls,
            onChoose: () => onNarrow({ end }),
          }))}
        />
        <BarList
          title="Mood of calls"
          rows={(['positive', 'neutral', 'negative'] as const).map((sentiment) => ({
            key: sentiment,
            name: MOODS[sentiment],
            count: report.sentiments[sentiment],
            onChoose: () => onNarrow({ sentiment }),
          }))}
        />
        <BarList
          title="Marks of callers"
          rows={MARKS.map((score) => ({
            key: String(score),
            name: `${score} of 5`,
            count: report.satisfaction.find((each) => each.score === score)?.calls ?? 0,
          }))}
        />
        <BarList
          title="Cost with its parts"
          rows={COSTS.map(([part, name]) => ({
            key: part,
            name,
            count: total.costParts[part],
          }))}
          words={formatUsd}
        />
        <Hours hours={report.hours} timeZone={report.timeZone} />
      </div>
      <section className={styles.split} aria-label="By flow">
        <h2>By flow</h2>
        <Table
          caption="By flow"
          rows={report.flows}
          rowKey={({ name }) => name}
          columns={[
            {
              head: 'Flow',
              cell: ({ name }) => (
                <button type="button" className={styles.choose} onClick={() => onNarrow({ q: name })}>
                  {name}
                </button>
              ),
            },
            { head: 'Calls', cell: ({ calls }) => formatCount(calls), end: true },
            { head: 'Length', cell: ({ durationMs }) => length(durationMs), end: true },
            { head: 'Without a person', cell: ({ contained }) => percent(contained), end: true },
            { head: 'Resolved', cell: ({ resolved }) => percent(resolved), end: true },
            { head: 'Mood', cell: ({ sentiment }) => signedMood(sentiment), end: true },
            { head: 'Cost', cell: ({ costUsd }) => formatUsd(costUsd), end: true },
          ]}
        />
      </section>
      {report.numbers.length > 0 ? (
        <section className={styles.split} aria-label="By number">
          <h2>By number</h2>
          <Table
            caption="By number"
            rows={report.numbers}
            rowKey={({ number }) => number}
            columns={[
              {
                head: 'Number',
                cell: ({ number }) => (
                  <button type="button" className={styles.choose} onClick={() => onNarrow({ number })}>
                    {number}
                  </button>
                ),
              },
              { head: 'Calls', cell: ({ calls }) => formatCount(calls), end: true },
              { head: 'Length', cell: ({ durationMs }) => length(durationMs), end: true },
              { head: 'Resolved', cell: ({ resolved }) => percent(resolved), end: true },
              { head: 'Cost', cell: ({ costUsd }) => formatUsd(costUsd), end: true },
            ]}
          />
        </section>
      ) : null}
    </div>
  );
}
