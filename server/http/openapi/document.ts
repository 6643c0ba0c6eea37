import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../../shared/api/problems.ts';
import type { Failure } from './described.ts';

const PROBLEM: object = z.toJSONSchema(Problem);
/** As OpenAI's API fails. */
const OpenAiError = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
/** As ElevenLabs' API fails: by a word, or with a list of what is not valid. */
const ElevenLabsError = z.object({
  detail: z.union([
    z.object({ status: z.string(), message: z.string() }),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string(), type: z.string() })),
  ]),
});
/** Of the address that both have: in the words of whichever's key came. */
const DIALECT_ERROR = {
  anyOf: ['OpenAiError', 'ElevenLabsError'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
};
const failing = (name: Failure, mediaType: string, description: string) => ({
  description,
  content: { [mediaType]: { schema: { $ref: `#/components/schemas/${name}` } } },
});
/** How operations fail, by whatever code. */
const FAILURES = {
  Problem: failing('Problem', 'application/problem+json', 'A problem (RFC 9457): decide by its code'),
  OpenAiError: failing('OpenAiError', 'application/json', "A failure in OpenAI's words"),
  ElevenLabsError: failing('ElevenLabsError', 'application/json', "A failure in ElevenLabs' words"),
  DialectError: failing('DialectError', 'application/json', "A failure in OpenAI's or ElevenLabs' words"),
};

/** What of an operation is completed here. */
interface Operation {
  responses?: Record<string, object>;
  'x-failure'?: Failure;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Makes zod schemas validate, serialise and document; register before any route. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'VoiceOps Studio',
        version: '1',
        description: 'Scripts to approved, deployed audio. Errors are RFC 9457 problems with a stable code.',
      },
      components: {
        schemas: {
          Problem: PROBLEM,
          OpenAiError: z.toJSONSchema(OpenAiError) as object,
          ElevenLabsError: z.toJSONSchema(ElevenLabsError) as object,
          DialectError: DIALECT_ERROR,
        },
        responses: FAILURES,
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'voiceops_session' },
          elevenLabsKey: { type: 'apiKey', in: 'header', name: 'xi-api-key' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input);
      const access = input.route.config?.access;
      // Who may call is documented, and shown by the page at /api/docs.
      if (!access) return { schema, url };
      const security = access === 'public' && !input.schema?.security ? { security: [] } : {};
      return { schema: { ...schema, ...security, 'x-access': access }, url };
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      for (const operations of Object.values(document.openapiObject.paths ?? {}))
        for (const method of METHODS) {
          const operation: Operation | undefined = operations?.[method];
          if (!operation?.responses) continue;
          const name = operation['x-failure'] ?? 'Problem';
          delete operation['x-failure'];
          operation.responses.default = { $ref: `#/components/responses/${name}` };
        }
      return document.openapiObject;
    },
  });
}
