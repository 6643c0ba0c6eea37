import { type CSSProperties, type ReactNode, useId } from 'react';
import styles from './Slider.module.css';

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value as a person reads it, e.g. `1.2×`. */
  format: (value: number) => string;
  onChange: (value: number) => void;
  /** Where a double-click leads back to. */
  neutral?: number;
  disabled?: boolean;
  hint?: ReactNode;
}

/** A labelled slider with its value; a double-click sets it back. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  format,
  onChange,
  neutral,
  disabled,
  hint,
}: SliderProps) {
  const id = useId();
  return (
    <div className={styles.slider}>
      <div className={styles.head}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{format(value)}</output>
      </div>
      <input
        id={id}
        type="range"
        {...{ min, max, step, value, disabled }}
        style={{ '--share': `${(100 * (value - min)) / (max - min)}%` } as CSSProperties}
        aria-valuetext={format(value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        onDoubleClick={() => neutral !== undefined && onChange(neutral)}
      />
      {hint ? (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
