import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Workspace } from '../../../shared/api/identity.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import { fieldError } from '../../api/fieldError.ts';
import { meQuery, updateWorkspace, workspaceQuery } from '../../api/identity.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox, Select, TextField } from '../../components/Field.tsx';
import { Form, Panel, Row } from '../../components/Form.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { notify } from '../../components/Toast.tsx';
import { useApproversHint } from '../../components/useApproversHint.ts';
import { languageName } from '../../format/language.ts';
import { useCan } from '../../frame/useMe.ts';
import { Marking } from './Marking.tsx';
import styles from './settings.module.css';

/** OpenAI's own voice names, as its clients send them. */
const OPENAI_VOICES = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'fable',
  'nova',
  'onyx',
  'sage',
  'shimmer',
  'verse',
];

interface Values {
  name: string;
  requiredApprovals: number;
  requireFourEyes: boolean;
  requireGreenChecks: boolean;
  callRedaction: Workspace['callRedaction'];
  speechVoices: Record<string, string>;
}

function VoiceOptions({ voices }: { voices: readonly Voice[] }) {
  return (
    <>
      <option value="">As the installation has it</option>
      {voices.map((voice) => (
        <option key={voice.id} value={voice.id}>
          {voice.name} · {languageName(voice.languages[0] ?? '')} · {voice.engine}
        </option>
      ))}
    </>
  );
}

function Rules({ workspace, voices }: { workspace: Workspace; voices: readonly Voice[] }) {
  const client = useQueryClient();
  const mayChange = useCan('settings:manage');
  const names = [...new Set([...OPENAI_VOICES, ...Object.keys(workspace.speechVoices)])];
  const { register, handleSubmit, watch } = useForm<Values>({
    defaultValues: {
      ...workspace,
      speechVoices: Object.fromEntries(names.map((name) => [name, workspace.speechVoices[name] ?? ''])),
    },
  });
  const approversHint = useApproversHint(watch('requiredApprovals'));
  const save = useMutation({
    mutationFn: ({ speechVoices, ...rules }: Values) =>
      updateWorkspace({
        name: rules.name,
        requiredApprovals: rules.requiredApprovals,
        requireFourEyes: rules.requireFourEyes,
        requireGreenChecks: rules.requireGreenChecks,
        callRedaction: rules.callRedaction,
        speechVoices: Object.fromEntries(
          Object.entries(speechVoices).filter(([, voiceId]) => voiceId !== ''),
        ),
      }),
    onSuccess: (saved) => {
      client.setQueryData(workspaceQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: meQuery.queryKey });
      notify('The workspace is saved.');
    },
  });
  return (
    <Form onSubmit={handleSubmit((values) => save.mutate(values))}>
      <Panel title="Workspace" lead={mayChange ? null : 'Only owners and admins can change this.'}>
        <TextField
          label="Name"
          className={styles.narrow}
          disabled={!mayChange}
          error={fieldError(save.error, 'name')}
          {...register('name', { disabled: !mayChange })}
        />
      </Panel>
      <Panel title="Approval" lead="Channels may ask for more, never for less.">
        <TextField
          label="Approvals a version needs"
          type="number"
          min={1}
          max={10}
          className={styles.narrow}
          hint={approversHint}
          error={fieldError(save.error, 'requiredApprovals')}
          {...register('requiredApprovals', { valueAsNumber: true, disabled: !mayChange })}
        />
        <Checkbox
          label="Four eyes always"
          hint="Nobody approves their own work, even where they are the only member."
          {...register('requireFourEyes', { disabled: !mayChange })}
        />
      </Panel>
      <Panel title="Checks" lead="Every version is checked as soon as its audio is ready.">
        <Checkbox
          label="Checks must be green before review"
          hint="A version with a warning, a failure or something that could not be checked stays a draft."
          {...register('requireGreenChecks', { disabled: !mayChange })}
        />
      </Panel>
      <Panel
        title="Calls"
        lead="What callers say of themselves, such as names, card numbers and addresses, once a call is over."
      >
        <Select
          label="Personal data is taken out of"
          className={styles.narrow}
          hint="What was taken out cannot be brought back."
          {...register('callRedaction', { disabled: !mayChange })}
        >
          <option value="text-and-audio">text and recording</option>
          <option value="text">the text alone</option>
          <option value="off">nothing</option>
        </Select>
      </Panel>
      <Panel
        title="OpenAI's voice names"
        lead="Programs written for OpenAI's speech endpoint ask for these names. Choose which of your voices answers."
      >
        <div className={styles.choices}>
          {names.map((name) => (
            <Select
              key={name}
              label={<code>{name}</code>}
              {...register(`speechVoices.${name}`, { disabled: !mayChange })}
            >
              <VoiceOptions voices={voices} />
            </Select>
          ))}
        </div>
      </Panel>
      {save.error ? <ProblemMessage error={save.error} kept="The old rules still hold." /> : null}
      {mayChange ? (
        <Row>
          <Button kind="primary" type="submit" busy={save.isPending}>
            Save
          </Button>
        </Row>
      ) : null}
    </Form>
  );
}

/** The rules of the workspace. */
export function WorkspaceRules() {
  const workspace = useQuery(workspaceQuery);
  const voices = useQuery(voicesQuery);
  return (
    <>
      <Loaded query={workspace}>
        {(data) => <Loaded query={voices}>{(all) => <Rules workspace={data} voices={all} />}</Loaded>}
      </Loaded>
      <Marking />
    </>
  );
}
