import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ToolSummary } from '../../../shared/api/tools.ts';
import { tryTool } from '../../api/tools.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextArea } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import styles from './Tools.module.css';

/** An input to begin with: every field that the schema needs. */
function example({ inputSchema }: ToolSummary): string {
  const properties = (inputSchema.properties ?? {}) as Record<string, { type?: unknown }>;
  const needed = Array.isArray(inputSchema.required) ? inputSchema.required : Object.keys(properties);
  const fields = Object.entries(properties)
    .filter(([name]) => needed.includes(name))
    .map(([name, { type }]) => [
      name,
      type === 'number' || type === 'integer' ? 0 : type === 'boolean' ? false : '',
    ]);
  return JSON.stringify(Object.fromEntries(fields), null, 2);
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Calls a tool as an agent would, and shows what the agent would be told. */
export function TryDialog({ tool, onClose }: { tool: ToolSummary; onClose: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState(() => example(tool));
  const input = objectOf(text);
  const attempt = useMutation({
    mutationFn: (given: Record<string, unknown>) => tryTool(tool.name, given),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['tools', 'calls'] }),
        ...(tool.effect ? [client.invalidateQueries({ queryKey: ['business'] })] : []),
      ]),
  });
  const { data } = attempt;
  return (
    <Dialog
      title={tool.title}
      size="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            kind="primary"
            busy={attempt.isPending}
            disabled={!input}
            onClick={() => input && attempt.mutate(input)}
          >
            Call it
          </Button>
        </>
      }
    >
      <div className={styles.try}>
        <p>{tool.description}</p>
        {tool.effect ? <p className={styles.warn}>What it changes, it really changes.</p> : null}
        <TextArea
          label="Input"
          rows={6}
          className={styles.json}
          spellCheck={false}
          error={input ? null : 'This is not a JSON object.'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div aria-live="polite">
          {data ? (
            <>
              <p className={styles.line}>
                {data.answer.ok ? (
                  <Badge tone="good">Answered</Badge>
                ) : (
                  <Badge tone="bad">{data.answer.code}</Badge>
                )}
                <span className="tabular">{data.tookMs.toLocaleString()} ms</span>
              </p>
              <pre className={styles.answer}>
                {data.answer.ok ? JSON.stringify(data.answer.result, null, 2) : data.answer.message}
              </pre>
            </>
          ) : null}
        </div>
        {attempt.error ? <ProblemMessage error={attempt.error} /> : null}
      </div>
    </Dialog>
  );
}
