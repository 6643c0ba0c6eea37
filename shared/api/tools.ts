import { z } from 'zod';
import { Intent } from '../dialogue/intents.ts';
import { Actor, Id, IdParams, PageQuery, page, Time, text, whole } from './common.ts';
import { route } from './route.ts';

const JsonSchema = z
  .record(z.string(), z.unknown())
  .describe('JSON Schema (2020-12) of an object, without `pattern` and references elsewhere');

/** What an agent may use, whoever made it. */
export const ToolSummary = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  source: z.enum(['ours', 'http', 'mcp']),
  effect: z.boolean().describe('Whether it changes something; then the person must have asked for it'),
  intents: z.array(Intent).describe('What the person must have wanted; none: they are asked to confirm'),
  inputSchema: JsonSchema,
});
export type ToolSummary = z.infer<typeof ToolSummary>;

export const ToolTrial = z.object({
  answer: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), result: z.unknown() }),
    z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
  ]),
  tookMs: z.number().int(),
});
export type ToolTrial = z.infer<typeof ToolTrial>;

export const ToolCallEntry = z.object({
  id: Id,
  at: Time,
  tool: z.string(),
  conversationId: z.string().nullable().describe('Null: somebody tried it by hand'),
  outcome: z.string().describe('`ok`, a code, or `started` when what came of it is not known'),
  message: z.string().nullable(),
  arguments: z.unknown().describe('Masked'),
  result: z.unknown().describe('Masked'),
  tookMs: z.number().int(),
});
export type ToolCallEntry = z.infer<typeof ToolCallEntry>;

export const HTTP_TOOL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type HttpToolMethod = (typeof HTTP_TOOL_METHODS)[number];

/** A name that every model accepts. */
const ToolName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,47}$/, 'use 2 to 48 small letters, digits and underscores, a letter first');
const HeaderName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'is not the name of a header')
  .refine(
    (name) => !/^(host|content-length|transfer-encoding|connection|upgrade|te|trailer)$/i.test(name),
    'is set by the connection itself',
  );
/** Null takes a header away; those that are not named stay. */
const HeaderChange = z
  .record(
    HeaderName,
    z
      .string()
      .max(4000)
      .regex(/^[\t\x20-\x7e]*$/, 'has characters that headers cannot have')
      .nullable(),
  )
  .describe('Kept sealed and never shown again');

const HttpToolFields = z.object({
  name: ToolName,
  title: text(1, 80),
  description: text(1, 1000).describe('For the agent: what it does, when to use it, what it answers'),
  inputSchema: JsonSchema,
  method: z.enum(HTTP_TOOL_METHODS),
  urlTemplate: text(1, 2000).describe(
    'With {names} of inputs in path and query. Other inputs go into the query of GET and DELETE, and otherwise into a JSON body',
  ),
  timeoutMs: z.number().int().min(500).max(30_000),
  effect: z.boolean(),
  intents: z.array(Intent).max(22),
  active: z.boolean(),
});
export const HttpToolInput = HttpToolFields.extend({ headers: HeaderChange });
export type HttpToolInput = z.infer<typeof HttpToolInput>;
export const HttpTool = HttpToolFields.extend({
  id: Id,
  headerNames: z.array(z.string()),
  createdBy: Actor,
  createdAt: Time,
  updatedAt: Time,
});
export type HttpTool = z.infer<typeof HttpTool>;

/** A tool that a server of the Model Context Protocol offers, with what was decided of it. */
export const McpTool = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  allowed: z.boolean().describe('Whether agents may use it'),
  effect: z.boolean().describe('Whether it changes something; what the server itself says is not trusted'),
  intents: z.array(Intent),
});
export type McpTool = z.infer<typeof McpTool>;

const ServerName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,19}$/, 'use up to 20 small letters, digits and underscores');
export const McpServer = z.object({
  id: Id,
  name: z.string(),
  url: z.string(),
  headerNames: z.array(z.string()),
  active: z.boolean(),
  tools: z.array(McpTool),
  listedAt: Time.nullable(),
  problem: z.string().nullable().describe('Why it could not be asked the last time'),
  createdBy: Actor,
  createdAt: Time,
});
export type McpServer = z.infer<typeof McpServer>;
export const McpServerInput = z.object({ name: ServerName, url: z.url().max(2000), headers: HeaderChange });
export type McpServerInput = z.infer<typeof McpServerInput>;
export const McpServerChange = z.object({
  url: z.url().max(2000).optional(),
  headers: HeaderChange.optional(),
  active: z.boolean().optional(),
  tools: z
    .array(McpTool.pick({ name: true, allowed: true, effect: true, intents: true }))
    .max(200)
    .optional()
    .describe('What is decided of tools; those that are not named stay as they are'),
});
export type McpServerChange = z.infer<typeof McpServerChange>;

const tag = 'Tools';
const manage = { tag, access: 'settings:manage' } as const;
export const toolRoutes = {
  listTools: route({
    method: 'GET',
    path: '/api/v1/tools',
    tag,
    access: 'workspace:read',
    status: 200,
    summary: 'List what agents may use',
    reply: whole(ToolSummary),
  }),
  tryTool: route({
    method: 'POST',
    path: '/api/v1/tools/:name/try',
    ...manage,
    status: 200,
    summary: 'Call a tool by hand; what it changes, it changes',
    params: z.object({ name: z.string().max(100) }),
    body: z.object({ input: z.record(z.string(), z.unknown()) }),
    reply: ToolTrial,
  }),
  listToolCalls: route({
    method: 'GET',
    path: '/api/v1/tool-calls',
    tag,
    access: 'workspace:read',
    status: 200,
    summary: 'List calls of tools, newest first; arguments and results are masked',
    query: PageQuery.extend({
      tool: z.string().max(100).optional(),
      conversationId: z.string().max(100).optional(),
    }),
    reply: page(ToolCallEntry),
  }),
  listHttpTools: route({
    method: 'GET',
    path: '/api/v1/http-tools',
    ...manage,
    status: 200,
    summary: 'List HTTP tools',
    reply: whole(HttpTool),
  }),
  createHttpTool: route({
    method: 'POST',
    path: '/api/v1/http-tools',
    ...manage,
    status: 201,
    summary: 'Describe an address that agents may call',
    body: HttpToolInput,
    reply: HttpTool,
  }),
  updateHttpTool: route({
    method: 'PUT',
    path: '/api/v1/http-tools/:id',
    ...manage,
    status: 200,
    summary: 'Change an HTTP tool; another host takes its headers away unless they are given anew',
    params: IdParams,
    body: HttpToolInput,
    reply: HttpTool,
  }),
  deleteHttpTool: route({
    method: 'DELETE',
    path: '/api/v1/http-tools/:id',
    ...manage,
    status: 204,
    summary: 'Delete an HTTP tool',
    params: IdParams,
  }),
  listMcpServers: route({
    method: 'GET',
    path: '/api/v1/mcp-servers',
    ...manage,
    status: 200,
    summary: 'List MCP servers',
    reply: whole(McpServer),
  }),
  createMcpServer: route({
    method: 'POST',
    path: '/api/v1/mcp-servers',
    ...manage,
    status: 201,
    summary: 'Add an MCP server (streamable HTTP); none of its tools is allowed at first',
    body: McpServerInput,
    reply: McpServer,
  }),
  updateMcpServer: route({
    method: 'PATCH',
    path: '/api/v1/mcp-servers/:id',
    ...manage,
    status: 200,
    summary: 'Change an MCP server, or what is decided of its tools',
    params: IdParams,
    body: McpServerChange,
    reply: McpServer,
  }),
  refreshMcpServer: route({
    method: 'POST',
    path: '/api/v1/mcp-servers/:id/refresh',
    ...manage,
    status: 200,
    summary: 'Ask an MCP server anew what it offers; a tool that changed is no longer allowed',
    params: IdParams,
    reply: McpServer,
  }),
  deleteMcpServer: route({
    method: 'DELETE',
    path: '/api/v1/mcp-servers/:id',
    ...manage,
    status: 204,
    summary: 'Delete an MCP server',
    params: IdParams,
  }),
};
