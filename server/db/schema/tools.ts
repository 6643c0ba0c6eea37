import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { HttpToolMethod, McpTool } from '../../../shared/api/tools.ts';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { at, bytea, createdAt, id, isolated, workspaceId } from './columns.ts';
import { workspaces } from './identity.ts';
import { createdBy } from './studio.ts';

/** Every call of a tool. Arguments and results are masked, shortened and sealed before they come here: they are somebody's words. */
export const toolCalls = pgTable(
  'tool_calls',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Null: somebody tried the tool by hand. */
    conversationId: text('conversation_id'),
    turnId: text('turn_id'),
    tool: text('tool').notNull(),
    /** Arguments, result and what the agent was told instead of one (CallContent) as JSON, sealed under the master key. */
    sealedSecret: bytea('sealed_secret').notNull(),
    /** `ok`, how it failed (ToolFailure), or `started` while something outside was asked to act. */
    outcome: text('outcome').notNull(),
    tookMs: integer('took_ms').notNull(),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [
    index().on(t.workspaceId, t.id),
    index().on(t.workspaceId, t.conversationId, t.turnId),
    index().on(t.workspaceId, t.tool, t.id),
    isolated(),
  ],
);

/** Addresses that agents may call, as somebody described them. */
export const httpTools = pgTable(
  'http_tools',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    name: text('name').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    /** JSON Schema of an object. */
    inputSchema: jsonb('input_schema').$type<Record<string, unknown>>().notNull(),
    method: text('method').$type<HttpToolMethod>().notNull(),
    urlTemplate: text('url_template').notNull(),
    /** Headers by name as JSON, sealed under the master key (storage/sealing). */
    sealedHeaders: bytea('sealed_headers').notNull(),
    headerNames: text('header_names').array().notNull(),
    timeoutMs: integer('timeout_ms').notNull(),
    effect: boolean('effect').notNull(),
    intents: text('intents').array().$type<Intent[]>().notNull(),
    active: boolean('active').notNull(),
    ...createdBy(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex().on(t.workspaceId, t.name), isolated()],
);

/** Servers of the Model Context Protocol whose tools agents may use, as far as somebody allowed them. */
export const mcpServers = pgTable(
  'mcp_servers',
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    /** Stands before the names of its tools. */
    name: text('name').notNull(),
    url: text('url').notNull(),
    /** Headers by name as JSON, sealed under the master key (storage/sealing). */
    sealedHeaders: bytea('sealed_headers').notNull(),
    headerNames: text('header_names').array().notNull(),
    active: boolean('active').notNull(),
    /** What it offered when it was last asked, with what was decided of each tool. */
    tools: jsonb('tools').$type<McpTool[]>().notNull(),
    listedAt: at('listed_at'),
    /** Why it could not be asked the last time. */
    problem: text('problem'),
    ...createdBy(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex().on(t.workspaceId, t.name), isolated()],
);
