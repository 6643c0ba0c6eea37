import { queryOptions } from '@tanstack/react-query';
import type { HttpToolInput, McpServerChange, McpServerInput } from '../../shared/api/tools.ts';
import { api, unwrap } from './client.ts';
import { pagedQuery } from './pages.ts';

const at = (id: string) => ({ path: { id } });

export const toolsQuery = queryOptions({
  queryKey: ['tools', 'all'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/tools', { signal }))).items,
});
export const tryTool = (name: string, input: Record<string, unknown>) =>
  unwrap(api.POST('/api/v1/tools/{name}/try', { params: { path: { name } }, body: { input } }));
export const toolCallsQuery = (tool: string | undefined) =>
  pagedQuery(['tools', 'calls', tool], (cursor, signal) =>
    unwrap(api.GET('/api/v1/tool-calls', { params: { query: { cursor, limit: 20, tool } }, signal })),
  );

export const httpToolsQuery = queryOptions({
  queryKey: ['tools', 'http'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/http-tools', { signal }))).items,
});
export const saveHttpTool = (id: string | null, body: HttpToolInput) =>
  id === null
    ? unwrap(api.POST('/api/v1/http-tools', { body }))
    : unwrap(api.PUT('/api/v1/http-tools/{id}', { params: at(id), body }));
export const deleteHttpTool = (id: string) =>
  unwrap(api.DELETE('/api/v1/http-tools/{id}', { params: at(id) }));

export const mcpServersQuery = queryOptions({
  queryKey: ['tools', 'mcp'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/mcp-servers', { signal }))).items,
});
export const createMcpServer = (body: McpServerInput) => unwrap(api.POST('/api/v1/mcp-servers', { body }));
export const updateMcpServer = (id: string, body: McpServerChange) =>
  unwrap(api.PATCH('/api/v1/mcp-servers/{id}', { params: at(id), body }));
export const refreshMcpServer = (id: string) =>
  unwrap(api.POST('/api/v1/mcp-servers/{id}/refresh', { params: at(id) }));
export const deleteMcpServer = (id: string) =>
  unwrap(api.DELETE('/api/v1/mcp-servers/{id}', { params: at(id) }));
