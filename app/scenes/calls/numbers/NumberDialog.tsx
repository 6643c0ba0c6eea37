import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PhoneNumber } from '../../../../shared/api/calls/numbers.ts';
import { fieldError } from '../../../api/fieldError.ts';
import { flowsQuery } from '../../../api/flows.ts';
import { changePhoneNumber, createPhoneNumber, phoneNumbersQuery } from '../../../api/phoneNumbers.ts';
import { Select, TextField } from '../../../components/Field.tsx';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { notify } from '../../../components/Toast.tsx';

/** A new number, or one that is changed. */
export function NumberDialog({
  number: before,
  onClose,
}: {
  number: PhoneNumber | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const { data: flows = [] } = useQuery(flowsQuery(false));
  const [number, setNumber] = useState(before?.number ?? '');
  const [name, setName] = useState(before?.name ?? '');
  const [flowId, setFlowId] = useState<string | null>(before?.flow?.id ?? null);
  const archived = before?.flow && !flows.some(({ id }) => id === before.flow?.id) ? before.flow : null;
  const save = useMutation({
    mutationFn: () =>
      before
        ? changePhoneNumber(before.id, { name: name.trim(), flowId })
        : createPhoneNumber({ number: number.replace(/[^+\d]/g, ''), name: name.trim(), flowId }),
    onSuccess: async (next) => {
      await client.invalidateQueries({ queryKey: phoneNumbersQuery.queryKey });
      void client.invalidateQueries({ queryKey: ['flows', 'list'] });
      notify(
        next.flow
          ? `Callers of ${next.number} come into ${next.flow.name}.`
          : `${next.number} leads nowhere yet.`,
      );
    },
  });
  return (
    <FormDialog
      title={before ? before.number : 'Add a number'}
      action={before ? 'Save' : 'Add number'}
      mutation={save}
      disabled={name.trim() === '' || number.trim() === ''}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      {before ? null : (
        <TextField
          label="Number"
          type="tel"
          placeholder="+12025550155"
          hint="As the world writes it: +, the country’s code, the number."
          autoComplete="off"
          maxLength={30}
          value={number}
          error={fieldError(save.error, 'number')}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
      )}
      <TextField
        label="What it is for"
        placeholder="Support line"
        autoComplete="off"
        maxLength={100}
        value={name}
        error={fieldError(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Callers come into"
        value={flowId ?? ''}
        error={fieldError(save.error, 'flowId')}
        onChange={(event) => setFlowId(event.currentTarget.value || null)}
      >
        <option value="">No flow: they are told that it is not in use</option>
        {archived ? <option value={archived.id}>{archived.name}</option> : null}
        {flows.map(({ id, name: flowName }) => (
          <option key={id} value={id}>
            {flowName}
          </option>
        ))}
      </Select>
    </FormDialog>
  );
}
