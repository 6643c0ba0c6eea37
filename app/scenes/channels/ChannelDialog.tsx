import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createChannel } from '../../api/channels.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';

/** A name as an address: `Sales Intro` → `sales-intro`. */
const slugOf = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);

/** Makes a channel of one's own. */
export function ChannelDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [slots, setSlots] = useState('greeting');
  const make = useMutation({
    mutationFn: () =>
      createChannel({ name: name.trim(), slug: slugOf(name), slots: slots.split(/[\s,]+/).filter(Boolean) }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['channels'] }),
  });
  const problem = make.error instanceof ApiProblem ? make.error : null;
  return (
    <Dialog
      title="New channel"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={slugOf(name) === ''}
            busy={make.isPending}
            onClick={() => make.mutate(undefined, { onSuccess: onClose })}
          >
            Create
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        hint={slugOf(name) ? `Its address ends in ${slugOf(name)}` : 'For example: Shop kiosk'}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label="Slots"
        hint="Named places in it, with commas."
        error={problem?.field('slots') ?? null}
        value={slots}
        onChange={(event) => setSlots(event.currentTarget.value)}
      />
      {make.error ? <ProblemMessage error={make.error} /> : null}
    </Dialog>
  );
}
