import { CircleAlert, CircleCheck, CircleDashed, CirclePause } from 'lucide-react';
import type { Engine } from '../../shared/api/voices.ts';
import { Badge } from './Badge.tsx';

/** How an engine does, in a word. */
export function EngineState({ engine }: { engine: Engine }) {
  if (engine.retired) return <Badge icon={<CircleDashed aria-hidden />}>Closed by its maker</Badge>;
  if (!engine.configured) return <Badge icon={<CircleDashed aria-hidden />}>Not set up</Badge>;
  if (engine.circuit.state !== 'closed')
    return (
      <Badge tone="bad" icon={<CirclePause aria-hidden />}>
        {engine.circuit.state === 'open' ? 'Left alone for a moment' : 'Being tried again'}
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
