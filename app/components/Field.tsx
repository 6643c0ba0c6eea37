import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import styles from './Field.module.css';

interface FieldProps {
  label: ReactNode;
  /** What to know before typing. */
  hint?: ReactNode;
  /** What is wrong and how to put it right; null when nothing is. */
  error?: string | null;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  className?: string;
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error, hideLabel, className, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ');
  return (
    <div className={cx(styles.field, className)}>
      <label htmlFor={id} className={hideLabel ? 'visuallyHidden' : styles.label}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}

type Shared = Omit<FieldProps, 'children'>;

export function TextField({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...input
}: Shared & ComponentProps<'input'>) {
  return (
    <Field {...{ label, hint, error, hideLabel, className }}>
      {(control) => <input {...input} {...control} className={styles.input} />}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...area
}: Shared & ComponentProps<'textarea'>) {
  return (
    <Field {...{ label, hint, error, hideLabel, className }}>
      {(control) => <textarea {...area} {...control} className={cx(styles.input, styles.area)} />}
    </Field>
  );
}

/** A native select: it works with every keyboard, screen reader and phone. Pass `<option>`s. */
export function Select({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...select
}: Shared & ComponentProps<'select'>) {
  return (
    <Field {...{ label, hint, error, hideLabel, className }}>
      {(control) => <select {...select} {...control} className={cx(styles.input, styles.select)} />}
    </Field>
  );
}

export function Checkbox({
  label,
  hint,
  className,
  ...input
}: Pick<FieldProps, 'label' | 'hint' | 'className'> & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className={cx(styles.check, className)}>
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={styles.box}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
