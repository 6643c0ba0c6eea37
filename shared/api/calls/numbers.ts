import { z } from 'zod';
import { Actor, Id, IdParams, PageQuery, page, Time, text } from '../common.ts';
import { route } from '../route.ts';

/** A number as the world writes it: E.164. */
export const PhoneNumberText = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'use the international form, such as +12025550155');

export const PhoneNumber = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  flow: z
    .object({ id: Id, name: z.string(), version: z.number().int() })
    .nullable()
    .describe('Null: callers are told that the number is not in use'),
  createdBy: Actor,
  createdAt: Time,
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;

const name = text(1, 100);
const flowId = Id.nullable();
const T = 'Calls';

export const numberRoutes = {
  listPhoneNumbers: route({
    method: 'GET',
    path: '/api/v1/phone-numbers',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List the numbers that callers dial',
    query: PageQuery,
    reply: page(PhoneNumber),
  }),
  createPhoneNumber: route({
    method: 'POST',
    path: '/api/v1/phone-numbers',
    tag: T,
    access: 'calls:manage',
    status: 201,
    summary: 'Add a number, once in an installation, and say where it leads',
    body: z.object({ number: PhoneNumberText, name, flowId: flowId.default(null) }),
    reply: PhoneNumber,
  }),
  updatePhoneNumber: route({
    method: 'PATCH',
    path: '/api/v1/phone-numbers/:id',
    tag: T,
    access: 'calls:manage',
    status: 200,
    summary: 'Rename a number, or lead it to another flow',
    params: IdParams,
    body: z.object({ name: name.optional(), flowId: flowId.optional() }),
    reply: PhoneNumber,
  }),
  deletePhoneNumber: route({
    method: 'DELETE',
    path: '/api/v1/phone-numbers/:id',
    tag: T,
    access: 'calls:manage',
    status: 204,
    summary: 'Remove a number; calls that came in on it stay',
    params: IdParams,
  }),
};
