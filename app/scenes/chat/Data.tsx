import styles from './ToolRow.module.css';

const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || typeof value !== 'object';

/** What a tool was given or gave: fields under each other, and what is deeper as JSON. */
export function Data({ value, name }: { value: unknown; name: string }) {
  if (value === undefined) return null;
  if (isPlain(value)) return <p className={styles.data}>{String(value)}</p>;
  const entries = Object.entries(value);
  if (entries.length === 0) return <p className={styles.data}>Nothing</p>;
  if (!Array.isArray(value) && entries.every(([, one]) => isPlain(one)))
    return (
      <dl className={styles.data}>
        {entries.map(([key, one]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{String(one)}</dd>
          </div>
        ))}
      </dl>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.data} tabIndex={0} aria-label={name}>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </section>
  );
}
