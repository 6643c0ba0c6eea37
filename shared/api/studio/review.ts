import { z } from 'zod';
import { Actor, Id, IdParams, PageQuery, page, Time, text } from '../common.ts';
import { route } from '../route.ts';
import { VERSION_STATUSES } from './states.ts';
import { Version } from './versions.ts';

export const Comment = z.object({
  id: Id,
  versionId: Id,
  parentId: Id.nullable(),
  text: z.string(),
  startMs: z.number().int().nullable(),
  endMs: z.number().int().nullable(),
  word: z.number().int().nullable().describe("Index into the version's words"),
  author: Actor,
  createdAt: Time,
  editedAt: Time.nullable(),
  resolvedAt: Time.nullable(),
  resolvedBy: Actor.nullable(),
});
export type Comment = z.infer<typeof Comment>;

export const ReviewItem = z.object({
  version: Version,
  waitsForMe: z.boolean(),
  reason: z.string().describe('Why it does or does not wait for me, in words'),
});

export const reviewRoutes = {
  changeStatus: route({
    method: 'POST',
    path: '/api/v1/versions/:id/status',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary:
      'Move a version along; approving binds to the digest. Needs versions:submit, to approve versions:approve',
    params: IdParams,
    body: z.object({
      to: z.enum(VERSION_STATUSES),
      note: text(0, 2000).optional(),
      digest: z.string().max(100).optional(),
    }),
    reply: Version,
  }),
  listComments: route({
    method: 'GET',
    path: '/api/v1/versions/:id/comments',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List the comments on a version, oldest first',
    params: IdParams,
    query: PageQuery,
    reply: page(Comment),
  }),
  addComment: route({
    method: 'POST',
    path: '/api/v1/versions/:id/comments',
    tag: 'Studio',
    access: 'versions:comment',
    status: 201,
    summary: 'Comment on a version, a time range or a word',
    params: IdParams,
    body: z.object({
      text: text(1, 5000),
      startMs: z.number().int().min(0).optional(),
      endMs: z.number().int().min(0).optional(),
      word: z.number().int().min(0).optional(),
      parentId: Id.optional(),
    }),
    reply: Comment,
  }),
  changeComment: route({
    method: 'PATCH',
    path: '/api/v1/comments/:id',
    tag: 'Studio',
    access: 'versions:comment',
    status: 200,
    summary: 'Edit my comment, or resolve or reopen a thread',
    params: IdParams,
    body: z.object({ text: text(1, 5000).optional(), resolved: z.boolean().optional() }),
    reply: Comment,
  }),
  listReviews: route({
    method: 'GET',
    path: '/api/v1/reviews',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'List what is in review, what waits for me first',
    query: PageQuery,
    reply: page(ReviewItem).extend({ waitingForMe: z.number().int() }),
  }),
};
