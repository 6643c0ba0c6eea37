import { z } from 'zod';
import { Actor, Id, IdParams, PageQuery, page, Time, text } from '../common.ts';
import { route } from '../route.ts';

export const PURPOSES = ['support', 'sales', 'education'] as const;
export const Purpose = z.enum(PURPOSES);
export const Project = z.object({
  id: Id,
  name: z.string(),
  purpose: Purpose,
  scriptCount: z.number().int(),
  createdBy: Actor,
  createdAt: Time,
  updatedAt: Time,
});
export type Project = z.infer<typeof Project>;

export const projectRoutes = {
  listProjects: route({
    method: 'GET',
    path: '/api/v1/projects',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List projects',
    query: PageQuery,
    reply: page(Project),
  }),
  createProject: route({
    method: 'POST',
    path: '/api/v1/projects',
    tag: 'Studio',
    access: 'scripts:write',
    status: 201,
    summary: 'Create a project',
    body: z.object({ name: text(1, 120), purpose: Purpose }),
    reply: Project,
  }),
  getProject: route({
    method: 'GET',
    path: '/api/v1/projects/:id',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Get a project',
    params: IdParams,
    reply: Project,
  }),
  updateProject: route({
    method: 'PATCH',
    path: '/api/v1/projects/:id',
    tag: 'Studio',
    access: 'scripts:write',
    status: 200,
    summary: 'Rename a project or change its purpose',
    params: IdParams,
    body: z.object({ name: text(1, 120).optional(), purpose: Purpose.optional() }),
    reply: Project,
  }),
};
