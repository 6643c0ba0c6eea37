import type { CallDetail } from '../../../api/calls.ts';
import { Time } from '../../../components/Time.tsx';
import { formatUsd } from '../../../format/amounts.ts';
import { intentInWords } from '../timeline/looks.tsx';
import styles from './Call.module.css';

const PARTS: [keyof CallDetail['costParts'], string][] = [
  ['speech', 'Voice'],
  ['recognition', 'Recognition'],
  ['model', 'Model'],
  ['telephony', 'Telephone'],
];
const yesOrNo = (value: boolean | null) => (value === null ? '–' : value ? 'Yes' : 'No');

/** What the call came to. */
export function Figures({ call }: { call: CallDetail }) {
  const { costParts, costUsd, satisfaction, topIntent } = call;
  const rows: [string, string][] = [
    ['About', topIntent ? intentInWords(topIntent) : '–'],
    ['Turns', String(call.turnCount)],
    ['Without a person', yesOrNo(call.contained)],
    ['Resolved', yesOrNo(call.resolved)],
    ['Caller’s mark', satisfaction === null ? '–' : `${satisfaction} of 5`],
    ['Cost by list price', costUsd === null ? '–' : formatUsd(costUsd)],
  ];
  return (
    <section className={styles.box} aria-label="Figures">
      <h2>What it came to</h2>
      <dl className={styles.figures}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {PARTS.map(([part, name]) => {
          const usd = costParts[part];
          return (
            <div key={part} className={styles.part}>
              <dt>{name}</dt>
              <dd>{usd === null ? 'not known' : formatUsd(usd)}</dd>
            </div>
          );
        })}
      </dl>
      {call.redactedAt ? (
        <p className={styles.total}>
          Personal data was taken out <Time at={call.redactedAt} />.
        </p>
      ) : null}
    </section>
  );
}
