import { player, SPEEDS } from './player.ts';

const BACK_MS = 3000;
const TEXT =
  'input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
/** Space already means something on these. */
const PRESSED_BY_SPACE = 'button, summary, [role=button], [role=tab], [role=menuitem], input';

/** Plays, and when it plays already, the next faster speed, as editors know it. */
function forward(): void {
  const { playing, speed } = player.getState();
  if (!playing) {
    player.setSpeed(1);
    void player.resume();
    return;
  }
  player.setSpeed(SPEEDS.find((one) => one > speed) ?? 2);
}

/** Space, J, K and L drive the player everywhere but in text. Returns what stops it. */
export function listenForPlayerKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (player.getState().tracks.length === 0) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TEXT)) return;
    switch (event.key) {
      case ' ':
        if (target?.closest(PRESSED_BY_SPACE)) return;
        player.togglePlaying();
        break;
      case 'k':
        player.togglePlaying();
        break;
      case 'j':
        player.seek(player.positionMs() - BACK_MS);
        break;
      case 'l':
        forward();
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
