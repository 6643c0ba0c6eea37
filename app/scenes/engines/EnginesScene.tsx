import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Engine } from '../../../shared/api/voices.ts';
import { enginesQuery } from '../../api/voices.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { Scene } from '../../components/Scene.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { AskingOrders } from './AskingOrders.tsx';
import { EngineCard } from './EngineCard.tsx';
import styles from './EnginesScene.module.css';
import { StandIns } from './StandIns.tsx';

const GROUPS: { title: string; holds: (engine: Engine) => boolean }[] = [
  { title: 'At work here', holds: ({ configured }) => configured },
  { title: 'Can be set up', holds: ({ configured, retired }) => !configured && !retired },
  { title: 'Closed', holds: ({ retired }) => retired },
];

const keyOf = ({ ability, id }: Engine) => `${ability} ${id}`;

/** Every engine: whether it works, how it does, what to set, and a box to try it. */
export function EnginesScene() {
  const engines = useQuery(enginesQuery);
  /** In which group the cards stay whose settings are open: what is typed there would be gone with a move. */
  const [held, setHeld] = useState<Readonly<Record<string, string>>>({});
  const groupOf = (engine: Engine) => held[keyOf(engine)] ?? GROUPS.find(({ holds }) => holds(engine))?.title;
  return (
    <Scene
      title="Engines"
      crumb={<Link to="/voices">Voices</Link>}
      lead="What speaks, listens and thinks. An engine that fails is left alone for a while, and tried again by itself."
    >
      <Loaded query={engines} shape={<Skeleton height={120} count={4} />}>
        {(all) => (
          <>
            {GROUPS.map(({ title }) => {
              const group = all.filter((engine) => groupOf(engine) === title);
              return group.length === 0 ? null : (
                <section key={title} className={styles.group} aria-label={title}>
                  <h2>{title}</h2>
                  <ul className={styles.cards}>
                    {group.map((engine) => (
                      <EngineCard
                        key={keyOf(engine)}
                        engine={engine}
                        changing={keyOf(engine) in held}
                        onChanging={(changing) =>
                          setHeld(({ [keyOf(engine)]: _, ...others }) =>
                            changing ? { ...others, [keyOf(engine)]: title } : others,
                          )
                        }
                      />
                    ))}
                  </ul>
                </section>
              );
            })}
            <AskingOrders engines={all} />
          </>
        )}
      </Loaded>
      <StandIns />
    </Scene>
  );
}
