import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ROLES } from '../../../shared/access.ts';
import type { Channel } from '../../../shared/api/channels.ts';
import { updateChannel } from '../../api/channels.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, TextArea, TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { useApproversHint } from '../../components/useApproversHint.ts';
import styles from './ChannelsScene.module.css';

const APPROVERS = ROLES.filter((role) => role === 'owner' || role === 'admin' || role === 'reviewer');

/** What a channel is called, what it asks of a version before it may go live there, and its slots. */
export function RulesDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(channel.name);
  const [description, setDescription] = useState(channel.description);
  const [rules, setRules] = useState(channel.rules);
  const [slots, setSlots] = useState('');
  const approversHint = useApproversHint(rules.requiredApprovals);
  const save = useMutation({
    mutationFn: () =>
      updateChannel(channel.slug, {
        name: name.trim(),
        description: description.trim(),
        rules,
        addSlots: slots.split(/[\s,]+/).filter(Boolean),
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['channels'] }),
  });
  return (
    <Dialog
      title={`Change ${channel.name}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.isPending}
            disabled={name.trim() === ''}
            onClick={() => save.mutate(undefined, { onSuccess: onClose })}
          >
            Save
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        hint={`Its address stays ${channel.slug}.`}
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextArea
        label="Description"
        maxLength={500}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <TextField
        label="Approvals by different people"
        type="number"
        min={1}
        max={10}
        hint={approversHint}
        value={rules.requiredApprovals}
        onChange={(event) =>
          setRules({ ...rules, requiredApprovals: event.currentTarget.valueAsNumber || 1 })
        }
      />
      <fieldset className={styles.roles}>
        <legend>Roles that must be among them</legend>
        {APPROVERS.map((role) => (
          <Checkbox
            key={role}
            label={role}
            checked={rules.approverRoles.includes(role)}
            onChange={(event) =>
              setRules({
                ...rules,
                approverRoles: event.currentTarget.checked
                  ? [...rules.approverRoles, role]
                  : rules.approverRoles.filter((one) => one !== role),
              })
            }
          />
        ))}
      </fieldset>
      <Checkbox
        label="Accept versions that their own author approved"
        checked={rules.allowSelfApproved}
        onChange={(event) => setRules({ ...rules, allowSelfApproved: event.currentTarget.checked })}
      />
      <TextField
        label="Add slots"
        hint="Small letters, digits and hyphens; several with commas."
        placeholder="after-hours, emergency"
        value={slots}
        onChange={(event) => setSlots(event.currentTarget.value)}
      />
      {save.error ? <ProblemMessage error={save.error} kept="Nothing was changed." /> : null}
    </Dialog>
  );
}
