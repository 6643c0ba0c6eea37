import type { Engine } from '../../../shared/api/voices.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { EngineState } from '../../components/EngineState.tsx';
import { useCan } from '../../frame/useMe.ts';
import styles from './EngineCard.module.css';
import { EngineSettings } from './EngineSettings.tsx';
import { EngineStatistics } from './EngineStatistics.tsx';
import { TryAgent } from './TryAgent.tsx';
import { TryIt } from './TryIt.tsx';
import { TryRecognizer } from './TryRecognizer.tsx';

const ABILITIES = { speech: 'Speaks', recognition: 'Listens', language: 'Thinks' };
const KINDS = { builtin: 'Built in', local: 'On your own machines', cloud: 'In the cloud' };

/** When an engine that is left alone is tried again, on the reader's clock. */
const clock = (time: string) => new Date(time).toLocaleTimeString([], { timeStyle: 'medium' });

interface EngineCardProps {
  engine: Engine;
  /** Its settings are open. */
  changing: boolean;
  onChanging: (changing: boolean) => void;
}

export function EngineCard({ engine, changing, onChanging }: EngineCardProps) {
  const own = engine.settings.some(({ perWorkspace }) => perWorkspace);
  const maySetUp = useCan('settings:manage') && own && !engine.retired;
  const manages = useCan('settings:manage') && engine.configured;
  const mayTry = useCan('speech:synthesize') && engine.configured && engine.voiceCount > 0;
  const { circuit } = engine;
  return (
    <li className={styles.card} id={`${engine.ability}-${engine.id}`}>
      <div className={styles.head}>
        <h3>{engine.name}</h3>
        <EngineState engine={engine} />
      </div>
      <p className={styles.facts}>
        {[
          ABILITIES[engine.ability],
          KINDS[engine.kind],
          ...(engine.voiceCount > 0
            ? [`${engine.voiceCount} ${engine.voiceCount === 1 ? 'voice' : 'voices'}`]
            : []),
          ...(engine.configured ? [`version ${engine.version}`] : []),
        ].join(' · ')}
      </p>
      {engine.hint ? <p className={styles.hint}>{engine.hint}</p> : null}
      {circuit.reason ? (
        <p className={styles.reason} role="status">
          {circuit.reason}
          {circuit.until ? ` Tried again at ${clock(circuit.until)}.` : null}
        </p>
      ) : null}
      {engine.cloning ? (
        <p>
          <Badge tone="info">Makes voices of recordings</Badge>
        </p>
      ) : null}
      {engine.configured ? <EngineStatistics engine={engine} /> : null}
      {mayTry ? <TryIt engine={engine} /> : null}
      {manages && engine.ability === 'language' ? <TryAgent engine={engine} /> : null}
      {manages && engine.ability === 'recognition' ? <TryRecognizer engine={engine} /> : null}
      {maySetUp ? (
        changing ? (
          <EngineSettings engine={engine} onDone={() => onChanging(false)} />
        ) : (
          <div>
            <Button onClick={() => onChanging(true)}>
              {engine.configured ? 'Change its settings' : 'Set up'}
            </Button>
          </div>
        )
      ) : null}
    </li>
  );
}
