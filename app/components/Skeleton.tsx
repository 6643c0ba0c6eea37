import styles from './Skeleton.module.css';

/** The shape of what is coming. `height` in pixels. */
export function Skeleton({
  height = 16,
  width = '100%',
  count = 1,
}: {
  height?: number;
  width?: string;
  count?: number;
}) {
  return (
    <div className={styles.stack} aria-busy="true">
      <span className="visuallyHidden">Loading</span>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical shapes that never reorder
        <div key={index} className={styles.skeleton} style={{ height, width }} />
      ))}
    </div>
  );
}
