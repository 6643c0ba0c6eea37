import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { enginesQuery } from '../../api/voices.ts';
import { EngineState } from '../../components/EngineState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import styles from './EnginesLine.module.css';

/** The engines that speak here, in a line; everything about them, and about the others, is a page further. */
export function EnginesLine() {
  const engines = useQuery(enginesQuery);
  return (
    <Loaded query={engines} shape={<Skeleton height={40} />}>
      {(all) => {
        const here = all.filter(({ configured, ability }) => configured && ability === 'speech');
        return (
          <p className={styles.line}>
            {here.map((engine) => (
              <span key={engine.id} className={styles.engine}>
                {engine.name} <EngineState engine={engine} />
              </span>
            ))}
            <Link to="/engines">All engines</Link>
          </p>
        );
      }}
    </Loaded>
  );
}
