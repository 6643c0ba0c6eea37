import { CircleAlert, CircleCheck, CircleDashed, CirclePause } from 'lucide-react';
import type { Engine } from '../../shared/api/voices.ts';
import { Badge } from './Badge.tsx';

/** Each process of an installation finds out for itself how an engine does. */
const inSome = ({ leftAloneBy, processes }: Engine['circuit']) =>
  leftAloneBy < processes ? ` in ${leftAloneBy} of ${processes} processes` : '';

const LEFT_ALONE = { open: 'Left alone for a moment', 'half-open': 'Tried again with the next request' };

/** How an engine does, in a word. */
export function EngineState({ engine }: { engine: Engine }) {
  if (engine.retired) return <Badge icon={<CircleDashed aria-hidden />}>Closed by its maker</Badge>;
  if (!engine.configured) return <Badge icon={<CircleDashed aria-hidden />}>Not set up</Badge>;
  if (engine.circuit.state !== 'closed')
    return (
      <Badge tone="bad" icon={<CirclePause aria-hidden />}>
        {engine.circuit.probing ? 'Being tried again now' : LEFT_ALONE[engine.circuit.state]}
        {inSome(engine.circuit)}
      </Badge>
    );
  return engine.healthy ? (
    <Badge tone="good" icon={<CircleCheck aria-hidden />}>
      Ready
    </Badge>
  ) : (
    <Badge tone="warn" icon={<CircleAlert aria-hidden />}>
      Needs attention
    </Badge>
  );
}
