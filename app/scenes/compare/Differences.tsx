import type { z } from 'zod';
import type { Comparison } from '../../../shared/api/studio.ts';
import { TextDiff } from '../../components/TextDiff.tsx';
import { parameterChange } from '../../format/changesInWords.ts';
import { signed } from '../../format/signed.ts';
import styles from './CompareScene.module.css';

/** What changed in text, settings, length and loudness, each version against the first. */
export function Differences({ comparison }: { comparison: z.infer<typeof Comparison> }) {
  const numbers = new Map(comparison.versions.map((version) => [version.id, version.number]));
  return (
    <div className={styles.pairs}>
      {comparison.pairs.map((pair) => (
        <section key={pair.toId} className={styles.pair}>
          <h2>
            Version {numbers.get(pair.fromId)} → {numbers.get(pair.toId)}
          </h2>
          <dl className={styles.facts}>
            <dt>Settings</dt>
            <dd>
              {pair.parameters.length > 0 ? pair.parameters.map(parameterChange).join(', ') : 'the same'}
            </dd>
            <dt>Length</dt>
            <dd>
              {pair.durationDifferenceMs === null
                ? 'unknown'
                : signed(pair.durationDifferenceMs / 1000, 's', 2)}
            </dd>
            <dt>Loudness</dt>
            <dd>
              {pair.loudnessDifferenceLu === null ? 'unknown' : signed(pair.loudnessDifferenceLu, 'LU', 1)}
            </dd>
          </dl>
          {pair.script.every((part) => part.kind === 'same') ? (
            <p className={styles.hint}>The text is the same.</p>
          ) : (
            <TextDiff parts={pair.script} />
          )}
        </section>
      ))}
    </div>
  );
}
