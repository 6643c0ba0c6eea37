import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { enginesQuery } from '../api/voices.ts';
import { Tooltip } from '../components/Tooltip.tsx';
import styles from './TopBar.module.css';

/** Whether the engines work, in a dot and words; leads to the engines. */
export function EngineHealth() {
  const { data, error } = useQuery(enginesQuery);
  const configured = data?.filter((engine) => engine.configured) ?? [];
  const broken = configured.filter((engine) => !engine.healthy);
  if (!data && !error) return null;
  const tone = error || broken.length === configured.length ? 'bad' : broken.length > 0 ? 'warn' : 'good';
  const words = error
    ? 'Engine state unknown'
    : broken.length > 0
      ? `${broken.map((engine) => engine.name).join(', ')}: not working`
      : configured.length > 0
        ? `${configured.length} ${configured.length === 1 ? 'engine works' : 'engines work'}`
        : 'No engine is set up';
  return (
    <Tooltip text={words}>
      <Link to="/engines" className={styles.health} aria-label={words}>
        <span className={styles.dot} data-tone={tone} />
        <span className={styles.healthWord} aria-hidden>
          {tone === 'good' ? 'Engines ready' : tone === 'warn' ? 'Engine trouble' : 'Engines down'}
        </span>
      </Link>
    </Tooltip>
  );
}
