import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { HTTP_TOOL_METHODS, type HttpTool, type HttpToolInput } from '../../../shared/api/tools.ts';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { fieldError } from '../../api/fieldError.ts';
import { saveHttpTool } from '../../api/tools.ts';
import { Checkbox, Select, TextArea, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { keysOf } from '../../format/labels.ts';
import { HEADERS_WRONG, headersHint, headersOf } from './headersField.ts';
import { WISHES } from './intentLabels.ts';
import styles from './Tools.module.css';

interface Values extends Omit<HttpToolInput, 'inputSchema' | 'headers' | 'intents'> {
  inputSchema: string;
  headers: string;
  intents: Intent[];
}

const EXAMPLE = {
  type: 'object',
  properties: { customerNumber: { type: 'string', description: 'As the person says it' } },
  required: ['customerNumber'],
};

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

export function HttpToolDialog({ tool, onClose }: { tool: HttpTool | null; onClose: () => void }) {
  const client = useQueryClient();
  const { register, handleSubmit, watch, formState } = useForm<Values>({
    defaultValues: {
      name: tool?.name ?? '',
      title: tool?.title ?? '',
      description: tool?.description ?? '',
      method: tool?.method ?? 'GET',
      urlTemplate: tool?.urlTemplate ?? 'https://',
      timeoutMs: tool?.timeoutMs ?? 5000,
      effect: tool?.effect ?? true,
      active: tool?.active ?? true,
      intents: tool?.intents ?? [],
      inputSchema: JSON.stringify(tool?.inputSchema ?? EXAMPLE, null, 2),
      headers: '',
    },
  });
  const save = useMutation({
    mutationFn: ({ inputSchema, headers, ...rest }: Values) =>
      saveHttpTool(tool?.id ?? null, {
        ...rest,
        inputSchema: parsed(inputSchema) ?? {},
        headers: headersOf(headers) ?? {},
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tools'] }),
  });
  const error = (field: string) => fieldError(save.error, field);
  return (
    <FormDialog
      title={tool ? tool.title : 'Add HTTP tool'}
      action={tool ? 'Save' : 'Add tool'}
      size="wide"
      mutation={save}
      onSubmit={handleSubmit((values) => save.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <p>Only language models use it: the built-in agent has tools of its own and no others.</p>
      <div className={styles.two}>
        <TextField
          label="Title"
          hint="For people: Look up a customer"
          error={error('title')}
          {...register('title')}
        />
        <TextField
          label="Name"
          hint="For agents: look_up_customer"
          error={error('name')}
          {...register('name')}
        />
      </div>
      <TextArea
        label="Description"
        hint="For agents: what it does, when to use it, what it answers."
        rows={2}
        error={error('description')}
        {...register('description')}
      />
      <div className={styles.two}>
        <Select label="Method" {...register('method')}>
          {HTTP_TOOL_METHODS.map((method) => (
            <option key={method}>{method}</option>
          ))}
        </Select>
        <TextField
          label="Time limit in milliseconds"
          type="number"
          min={500}
          max={30_000}
          step={500}
          error={error('timeoutMs')}
          {...register('timeoutMs', { valueAsNumber: true })}
        />
      </div>
      <TextField
        label="Address"
        hint="With {names} of inputs: https://api.example.com/customers/{customerNumber}"
        error={error('urlTemplate') ?? error('url')}
        {...register('urlTemplate')}
      />
      <TextArea
        label="Input"
        hint="JSON Schema of an object. What has no place in the address goes into the query, or into the body of POST, PUT and PATCH."
        rows={7}
        className={styles.json}
        spellCheck={false}
        error={formState.errors.inputSchema ? 'This is not valid JSON.' : error('inputSchema')}
        {...register('inputSchema', { validate: (text) => parsed(text) !== null })}
      />
      <TextArea
        label="Headers"
        hint={headersHint(tool?.headerNames ?? [])}
        rows={2}
        className={styles.json}
        spellCheck={false}
        autoComplete="off"
        error={formState.errors.headers ? HEADERS_WRONG : error('headers')}
        {...register('headers', { validate: (text) => headersOf(text) !== null })}
      />
      <Checkbox
        label="It changes something"
        hint="Then it is only called when the person wanted one of these, or says yes when the agent asks."
        {...register('effect')}
      />
      {watch('effect') ? (
        <fieldset className={styles.choices}>
          <legend>The person wanted</legend>
          {keysOf(WISHES).map((intent) => (
            <Checkbox key={intent} label={WISHES[intent]} value={intent} {...register('intents')} />
          ))}
        </fieldset>
      ) : null}
      <Checkbox label="Agents may use it" {...register('active')} />
    </FormDialog>
  );
}
