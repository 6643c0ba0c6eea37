import { useEffect, useState } from 'react';
import { formatDuration } from '../format/duration.ts';
import styles from './LevelMeter.module.css';

const LOOK_MS = 100;
const word = (db: number) => (db > -3 ? 'Too loud' : db > -30 ? 'Good level' : 'Quiet');

/** How loud it is just now, and for how long it has been recorded. */
export function LevelMeter({ levelDb, startedAtMs }: { levelDb: () => number; startedAtMs: number }) {
  const [now, setNow] = useState({ db: -60, ms: 0 });
  useEffect(() => {
    const timer = setInterval(() => setNow({ db: levelDb(), ms: performance.now() - startedAtMs }), LOOK_MS);
    return () => clearInterval(timer);
  }, [levelDb, startedAtMs]);
  return (
    <div className={styles.level}>
      <span className="tabular">{formatDuration(now.ms)}</span>
      <div className={styles.bar} data-loud={now.db > -3 || undefined} aria-hidden>
        <div style={{ width: `${(100 * (now.db + 60)) / 60}%` }} />
      </div>
      <span className={styles.levelWord}>{word(now.db)}</span>
    </div>
  );
}
