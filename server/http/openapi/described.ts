import type { RouteShorthandOptions } from 'fastify';
import type { z } from 'zod';
import type { Access } from '../../../shared/api/route.ts';

/** How an address fails: with our problems, or in the words of the dialect that it speaks, or of either. */
export type Failure = 'Problem' | 'OpenAiError' | 'ElevenLabsError' | 'DialectError';

/** Compatible endpoints take the key of either vendor's clients. */
export const DIALECT_SECURITY = [{ key: [] }, { elevenLabsKey: [] }, { session: [] }];

interface Description {
  /** Imperative, at most one line. */
  summary: string;
  tag: string;
  access: Access;
  failure?: Failure;
  /** Whom the document says may call, where `access` is not all of it. */
  security?: object[];
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The body is a form with a file. */
  form?: true;
  /** By status. Without one the reply is not JSON, and `produces` says what it is. */
  replies?: Record<number, z.ZodType>;
  produces?: string[];
}

/**
 * Options of a route that stands in the document and reads and answers by itself, as a dialect wants it: nothing here
 * is validated or serialised by what is written down.
 */
export function described({ access, failure = 'Problem', ...route }: Description): RouteShorthandOptions {
  const schema: Record<string, unknown> = {
    summary: route.summary,
    tags: [route.tag],
    'x-failure': failure,
  };
  if (route.security) schema.security = route.security;
  if (route.params) schema.params = route.params;
  if (route.query) schema.querystring = route.query;
  if (route.body) schema.body = route.body;
  if (route.form) schema.consumes = ['multipart/form-data'];
  if (route.replies) schema.response = route.replies;
  if (route.produces) schema.produces = route.produces;
  return {
    config: { access },
    schema,
    validatorCompiler: () => (value) => ({ value }),
    serializerCompiler: () => (value) => JSON.stringify(value),
  };
}
