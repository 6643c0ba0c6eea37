import type { FastifyInstance } from 'fastify';
import { toolRoutes } from '../../../shared/api/tools.ts';
import {
  createHttpTool,
  deleteHttpTool,
  listHttpTools,
  updateHttpTool,
} from '../../dialogue/tools/http/manageHttpTools.ts';
import { listCalls } from '../../dialogue/tools/listCalls.ts';
import {
  createMcpServer,
  deleteMcpServer,
  listMcpServers,
  refreshMcpServer,
  updateMcpServer,
} from '../../dialogue/tools/mcp/manageMcpServers.ts';
import type { Tools } from '../../dialogue/tools/tools.ts';
import { summarizeTools } from '../../dialogue/tools/toolsOf.ts';
import { tryTool } from '../../dialogue/tools/tryTool.ts';
import { serve } from '../serve.ts';

const whole = <Item>(items: Item[]) => ({ items, nextCursor: null });

/** What agents may use, and the log of what they did with it. */
export function mountTools(app: FastifyInstance, tools: Tools): void {
  const routes = toolRoutes;
  serve(app, routes.listTools, async ({ caller }) => whole(await summarizeTools(tools, caller.workspaceId)));
  serve(app, routes.tryTool, ({ caller, params, body }) => tryTool(tools, caller, params.name, body.input));
  serve(app, routes.listToolCalls, ({ caller, query }) => listCalls(tools, caller, query));
  serve(app, routes.listHttpTools, async ({ caller }) => whole(await listHttpTools(tools, caller)));
  serve(app, routes.createHttpTool, ({ caller, body }) => createHttpTool(tools, caller, body));
  serve(app, routes.updateHttpTool, ({ caller, params, body }) =>
    updateHttpTool(tools, caller, params.id, body),
  );
  serve(app, routes.deleteHttpTool, async ({ caller, params, reply }) => {
    await deleteHttpTool(tools, caller, params.id);
    return reply.send();
  });
  serve(app, routes.listMcpServers, async ({ caller }) => whole(await listMcpServers(tools, caller)));
  serve(app, routes.createMcpServer, ({ caller, body }) => createMcpServer(tools, caller, body));
  serve(app, routes.updateMcpServer, ({ caller, params, body }) =>
    updateMcpServer(tools, caller, params.id, body),
  );
  serve(app, routes.refreshMcpServer, ({ caller, params }) => refreshMcpServer(tools, caller, params.id));
  serve(app, routes.deleteMcpServer, async ({ caller, params, reply }) => {
    await deleteMcpServer(tools, caller, params.id);
    return reply.send();
  });
}
