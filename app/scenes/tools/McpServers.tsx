import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { fieldError } from '../../api/fieldError.ts';
import { createMcpServer, mcpServersQuery } from '../../api/tools.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { TextArea, TextField } from '../../components/Field.tsx';
import { Panel, Row } from '../../components/Form.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { HEADERS_WRONG, headersHint, headersOf } from './headersField.ts';
import { McpServerCard } from './McpServerCard.tsx';
import styles from './Tools.module.css';

/** Servers of the Model Context Protocol, with what agents may use of them. */
export function McpServers() {
  const servers = useQuery(mcpServersQuery);
  const [adding, setAdding] = useState(false);
  const add = (
    <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      Add MCP server
    </Button>
  );
  return (
    <Panel
      title="MCP servers"
      lead="Tools of other systems by the Model Context Protocol. You choose which ones language models may use; the built-in agent never uses them. What a server says of its tools is not trusted."
    >
      <Loaded query={servers}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<Plug />} title="No MCP servers yet" action={add}>
              Add the address of a server that speaks streamable HTTP.
            </EmptyState>
          ) : (
            <>
              <Row>{add}</Row>
              <ul className={styles.cards}>
                {all.map((server) => (
                  <McpServerCard key={server.id} server={server} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {adding ? <AddServer onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function AddServer({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { register, handleSubmit, formState } = useForm({
    defaultValues: { name: '', url: 'https://', headers: '' },
  });
  const add = useMutation({
    mutationFn: ({ name, url, headers }: { name: string; url: string; headers: string }) =>
      createMcpServer({ name, url, headers: headersOf(headers) ?? {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tools'] }),
  });
  return (
    <FormDialog
      title="Add MCP server"
      action="Add server"
      mutation={add}
      onSubmit={handleSubmit((values) => add.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <p>Only language models use its tools: the built-in agent has tools of its own and no others.</p>
      <TextField
        label="Name"
        hint="Stands before the names of its tools: weather"
        error={fieldError(add.error, 'name')}
        {...register('name')}
      />
      <TextField
        label="Address"
        type="url"
        inputMode="url"
        error={fieldError(add.error, 'url')}
        {...register('url')}
      />
      <TextArea
        label="Headers"
        hint={headersHint([])}
        rows={2}
        className={styles.json}
        spellCheck={false}
        autoComplete="off"
        error={formState.errors.headers ? HEADERS_WRONG : fieldError(add.error, 'headers')}
        {...register('headers', { validate: (text) => headersOf(text) !== null })}
      />
    </FormDialog>
  );
}
