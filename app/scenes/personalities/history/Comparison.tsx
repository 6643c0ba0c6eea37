import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { personalityComparisonQuery } from '../../../api/personalities.ts';
import { voicesQuery } from '../../../api/voices.ts';
import { Select } from '../../../components/Field.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { TextDiff } from '../../../components/TextDiff.tsx';
import versions from '../../../components/VersionList.module.css';
import { fieldInWords, valueInWords } from '../fieldsInWords.ts';
import styles from './Comparison.module.css';

/** Changes in texts this long are read in the instructions, word by word. */
const LONG = 80;

/** What two versions differ in: trait by trait, and in the words that the agent is told. */
export function Comparison({
  personalityId,
  from,
  to,
  newest,
  onChoose,
}: {
  personalityId: string;
  from: number;
  to: number;
  newest: number;
  onChoose: (pair: { from: number; to: number }) => void;
}) {
  const headingId = useId();
  const comparison = useQuery(personalityComparisonQuery(personalityId, from, to));
  const { data: voices = [] } = useQuery(voicesQuery);
  const numbers = Array.from({ length: newest }, (_, index) => newest - index);
  const options = numbers.map((number) => (
    <option key={number} value={number}>
      Version {number}
    </option>
  ));
  return (
    <section className={versions.comparison} aria-labelledby={headingId}>
      <h2 id={headingId} className="visuallyHidden">
        Comparison
      </h2>
      <div className={styles.pair}>
        <Select
          label="From"
          value={from}
          onChange={(event) => onChoose({ from: Number(event.currentTarget.value), to })}
        >
          {options}
        </Select>
        <Select
          label="To"
          value={to}
          onChange={(event) => onChoose({ from, to: Number(event.currentTarget.value) })}
        >
          {options}
        </Select>
      </div>
      <Loaded query={comparison}>
        {({ changes, instructions }) =>
          changes.length === 0 ? (
            <p className={versions.none}>These two are the same.</p>
          ) : (
            <>
              <dl className={styles.changes}>
                {changes.map(({ field, from: before, to: after }) => (
                  <div key={field}>
                    <dt>{fieldInWords(field)}</dt>
                    <dd>
                      {[before, after].some((value) => String(value).length > LONG) ? (
                        'reworded'
                      ) : (
                        <>
                          <del>{valueInWords(field, before, voices)}</del> <span aria-hidden>→</span>{' '}
                          <ins>{valueInWords(field, after, voices)}</ins>
                        </>
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
              <h3>What it is told</h3>
              <div className={styles.text}>
                <TextDiff parts={instructions} />
              </div>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
