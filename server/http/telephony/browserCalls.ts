import type { FastifyInstance } from 'fastify';
import { v7 } from 'uuid';
import { browserCallSocket } from '../../../shared/api/calls/browser.ts';
import type { Admission } from '../../calls/admission/admission.ts';
import { admitCall } from '../../calls/admission/admitCall.ts';
import type { Gate } from '../../calls/admission/gate.ts';
import { readAdmitted } from '../../calls/admission/readAdmitted.ts';
import type { AdmittedCall } from '../../calls/contract.ts';
import type { CallEngine } from '../../calls/session/contract.ts';
import { ProblemError } from '../../problem.ts';
import { type BrowserLine, openBrowserLine } from '../../telephony/browser/browserLine.ts';
import { serveSocket } from '../sockets.ts';

export interface BrowserCallDeps {
  admission: Admission;
  gate: Gate;
  engine: Pick<CallEngine, 'answer' | 'live'>;
  onRefused(why: 'busy'): void;
}

/** Calls from the microphone of somebody of the workspace, who is told what happens on the call. */
export function mountBrowserCalls(app: FastifyInstance, deps: BrowserCallDeps): void {
  const { admission, gate, engine } = deps;
  serveSocket(app, browserCallSocket, async ({ query: { flowId, personalityId }, caller }) => {
    if (gate.refusal() !== null) {
      deps.onRefused('busy');
      throw new ProblemError('engine-busy', 'No further call can be taken at the moment.', {
        retryAfterSeconds: 10,
      });
    }
    const { workspaceId, actor } = caller;
    const carrierCallId = v7();
    const call = await admission.database.withWorkspace(workspaceId, async (tx) => {
      const callId = await admitCall(admission, tx, {
        workspaceId,
        what: flowId ? { flowId } : { personalityId: personalityId ?? null },
        start: { carrier: 'browser', from: null, to: null, direction: 'inbound' },
        carrierCallId,
        phoneNumberId: null,
        by: actor,
        test: true,
      });
      if (!callId) throw new Error('a new call was known already');
      return readAdmitted(admission, tx, workspaceId, callId);
    });
    gate.expect(call.id);
    return (socket) => {
      const { from, to, direction } = call.start;
      openBrowserLine(socket, {
        start: { carrierCallId, from, to, direction, parameters: {} },
        answer(line) {
          gate.settled(call.id);
          line.tell({ type: 'began', callId: call.id });
          const listener = engine.answer(call, line);
          follow(engine, call, line);
          return listener;
        },
      });
    };
  });
}

/** Tells the browser what happens on its call. */
function follow({ live }: Pick<CallEngine, 'live'>, call: AdmittedCall, line: BrowserLine): void {
  const its = live.find(call.workspaceId, call.id);
  for (const event of its?.events ?? []) line.tell({ type: 'event', event });
  its?.tap({
    event: (event) => line.tell({ type: 'event', event }),
    live: (state) => line.tell({ type: 'live', ...state }),
    ended: (end) => line.tell({ type: 'ended', end }),
  });
}
