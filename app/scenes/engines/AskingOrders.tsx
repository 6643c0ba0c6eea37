import { useQuery } from '@tanstack/react-query';
import type { Engine } from '../../../shared/api/voices.ts';
import { workspaceQuery } from '../../api/identity.ts';
import { Panel } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { AskingOrder } from './AskingOrder.tsx';

/** Who thinks and who listens, in the order in which they are asked. */
export function AskingOrders({ engines }: { engines: readonly Engine[] }) {
  const workspace = useQuery(workspaceQuery);
  const able = (ability: Engine['ability']) =>
    engines.filter((engine) => engine.configured && engine.ability === ability);
  return (
    <Panel
      title="Who is asked first"
      lead="When one fails, the next of the list is asked. Changes count at once, for the next message, recording or call."
    >
      <Loaded query={workspace}>
        {({ agentOrder, listenerOrder }) => (
          <>
            <AskingOrder
              title="Answers in conversations"
              field="agentOrder"
              order={agentOrder}
              engines={able('language')}
            />
            <AskingOrder
              title="Listens"
              field="listenerOrder"
              order={listenerOrder}
              engines={able('recognition')}
            />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
