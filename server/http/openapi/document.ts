import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../../shared/api/problems.ts';

const PROBLEM: object = z.toJSONSchema(Problem);
/** How every operation fails, by whatever code. */
const FAILURE = {
  description: 'A problem (RFC 9457): decide by its code',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

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
        schemas: { Problem: PROBLEM },
        responses: { Problem: FAILURE },
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'voiceops_session' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input);
      const access = input.route.config?.access;
      // Who may call is documented, and shown by the page at /api/docs.
      if (!access) return { schema, url };
      const security = access === 'public' ? { security: [] } : {};
      return { schema: { ...schema, ...security, 'x-access': access }, url };
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      for (const operations of Object.values(document.openapiObject.paths ?? {}))
        for (const method of METHODS) {
          const responses = operations?.[method]?.responses;
          if (responses) responses.default = { $ref: '#/components/responses/Problem' };
        }
      return document.openapiObject;
    },
  });
}
