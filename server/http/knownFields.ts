import { z } from 'zod';

/**
 * The same schema, which refuses fields that it does not know, at every depth: one that is misspelt would otherwise
 * count as not sent, and a comparison that the caller relies on would silently not be made.
 */
export function knownFieldsOnly(schema: z.ZodType): z.ZodType {
  const same = <Type extends z.ZodType>(type: Type, changed: Partial<Type['def']>) =>
    z.clone(type, { ...type.def, ...changed }, { parent: true });
  const inner = (type: z.core.$ZodType) => knownFieldsOnly(type as z.ZodType);
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]) => [name, inner(field)]);
    return same(schema, { shape: Object.fromEntries(fields), catchall: z.never() });
  }
  if (schema instanceof z.ZodUnion) return same(schema, { options: schema.def.options.map(inner) });
  if (schema instanceof z.ZodArray) return same(schema, { element: inner(schema.def.element) });
  if (schema instanceof z.ZodRecord) return same(schema, { valueType: inner(schema.def.valueType) });
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return same(schema, { innerType: inner(schema.def.innerType) });
  return schema;
}
