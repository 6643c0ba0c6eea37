import { Flag, Trash2 } from 'lucide-react';
import { Badge } from '../../../../components/Badge.tsx';
import { Button } from '../../../../components/Button.tsx';
import { TextField } from '../../../../components/Field.tsx';
import { notify } from '../../../../components/Toast.tsx';
import { StepContext, useFieldError, useFlowEdit, worstOf } from '../edit/flowEdit.ts';
import { KINDS } from '../edit/kinds.ts';
import { leadingTo, undone, withoutStep, withStep } from '../edit/steps.ts';
import styles from './Forms.module.css';
import { KindFields } from './KindFields.tsx';

function TitleField({ title, onChange }: { title: string; onChange: (title: string) => void }) {
  const error = useFieldError('title');
  return (
    <TextField
      label="Name of the step"
      autoComplete="off"
      maxLength={80}
      error={error}
      value={title}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Everything about one step. */
export function StepForm({ id }: { id: string }) {
  const flow = useFlowEdit();
  const { content, problems, mayManage, edit, select } = flow;
  const step = content.steps[id];
  if (!step) return null;
  const { name, does, icon: Icon } = KINDS[step.kind];
  const from = leadingTo(content, id);
  const wrong = problems.filter((problem) => problem.step === id && problem.field === null);
  const remove = () => {
    const after = withoutStep(content, id);
    edit(() => after);
    select(null);
    const loose = leadingTo(after, id).length > 0;
    const led = loose ? 'leads nowhere now' : 'leads on';
    notify(`“${step.title}” is deleted${from.length > 0 ? `; what led to it ${led}` : ''}.`, {
      label: 'Undo',
      run: () => edit((now) => undone(now, { before: content, after })),
    });
  };
  return (
    <StepContext value={id}>
      <section className={styles.form} aria-label={`Step ${step.title}`}>
        <header className={styles.head}>
          <span className={styles.kind}>
            <Icon aria-hidden />
          </span>
          <div>
            <h2>{name}</h2>
            <p className={styles.hint}>{does}</p>
          </div>
          {content.start === id ? <Badge icon={<Flag aria-hidden />}>Calls begin here</Badge> : null}
        </header>
        {wrong.length > 0 ? (
          <ul
            className={styles.problems}
            data-severity={worstOf(problems, id)}
            aria-label="Problems of this step"
          >
            {wrong.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        ) : null}
        <fieldset
          key={`${flow.edition} ${id}`}
          className={styles.fields}
          disabled={!mayManage}
          aria-label={name}
        >
          <TitleField
            title={step.title}
            onChange={(title) => edit((now) => withStep(now, id, { ...step, title }))}
          />
          <KindFields step={step} onChange={(next) => edit((now) => withStep(now, id, next))} />
        </fieldset>
        <footer className={styles.foot}>
          <p className={styles.hint}>
            {from.length === 0 ? 'No other step leads here' : `Led to from: ${from.join(', ')}`}
          </p>
          {mayManage ? (
            <span className={styles.source}>
              {content.start === id ? null : (
                <Button
                  size="small"
                  kind="quiet"
                  icon={<Flag aria-hidden />}
                  onClick={() => edit((now) => ({ ...now, start: id }))}
                >
                  Begin here
                </Button>
              )}
              <Button size="small" kind="quiet" icon={<Trash2 aria-hidden />} onClick={remove}>
                Delete step
              </Button>
            </span>
          ) : null}
        </footer>
      </section>
    </StepContext>
  );
}
