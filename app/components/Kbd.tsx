import styles from './Kbd.module.css';

const MAC = /mac|iphone|ipad/i.test(navigator.userAgent);

/** Keys of a shortcut, e.g. `Mod+K`; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function Kbd({ children }: { children: string }) {
  const shown = MAC ? children.replace('Mod+', '⌘') : children.replace('Mod', 'Ctrl');
  return <kbd className={styles.kbd}>{shown}</kbd>;
}
