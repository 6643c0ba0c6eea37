import type { Agent } from '../../../server/dialogue/contract.ts';
import { openBuiltinAgent } from '../../../server/dialogue/rules/builtinAgent.ts';
import { type Engines, openEngines } from '../../../server/engines/engines.ts';

/** The built-in agent, and nobody else. */
export function builtinAgents(): Engines<Agent> {
  return openEngines<Agent>('language', {
    builtin: [openBuiltinAgent()],
    kinds: [],
    installation: {},
    workspaceSettings: async () => ({}),
  });
}
