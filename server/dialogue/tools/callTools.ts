import { z } from 'zod';
import type { Tool } from '../contract.ts';
import { defineTool, OWN_TIMEOUT_MS, said } from './defineTool.ts';

/** Names of people and departments; never a telephone number or address, which nobody but the business may choose. */
const Destination = said(60).regex(/^[\p{L}][\p{L} .'’-]*$/u, 'name a person or department, not a number');

/** What ends or passes on a conversation; it happens once the answer has been spoken to its end. */
export function callTools(): Tool[] {
  return [
    defineTool({
      name: 'transfer',
      title: 'Hand over to a person',
      description:
        'Hands the conversation over to a person. Use it when the person asks for one, or when you cannot help. Say that you are connecting them; it happens after you have spoken.',
      input: z.object({
        reason: said(300).describe('What it is about, for whoever takes over'),
        to: Destination.optional().describe('A person or department that was asked for'),
      }),
      effect: true,
      intents: ['person', 'help', 'abuse'],
      timeoutMs: OWN_TIMEOUT_MS,
      run: async ({ reason, to = null }) => ({
        result: { transferring: true, to },
        fact: 'A hand-over to a person was begun',
        action: { kind: 'transfer', to, reason },
      }),
    }),
    defineTool({
      name: 'hang_up',
      title: 'End the conversation',
      description:
        'Ends the conversation after you have said goodbye. Use it when the person says goodbye, or keeps being abusive after a warning.',
      input: z.object({ reason: said(300) }),
      effect: true,
      intents: ['goodbye', 'thanks', 'abuse'],
      timeoutMs: OWN_TIMEOUT_MS,
      run: async ({ reason }) => ({ result: { ending: true }, action: { kind: 'hang-up', reason } }),
    }),
  ];
}
