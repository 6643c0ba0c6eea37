import type { Version } from '../../../shared/api/studio.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { versionFacts } from '../../format/versionFacts.ts';
import styles from './ReviewScene.module.css';

/** What the version was made of and came out as: all that an approval binds. */
export function Making({ version }: { version: Version }) {
  return (
    <section aria-labelledby="making-heading" className={styles.decision}>
      <h3 id="making-heading">How it was made</h3>
      <dl className={styles.facts}>
        {versionFacts(version).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {version.digest ? (
          <div>
            <dt>Fingerprint</dt>
            <dd>
              <code>{version.digest}</code>
              <CopyButton text={version.digest} label="Copy fingerprint" />
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
