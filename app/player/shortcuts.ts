import { player } from './player.ts';
import { SPEEDS } from './playerState.ts';

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
  // A control that was clicked only keeps the focus by the way; one reached by keys is meant.
  let clicked: Element | null = null;
  const onPointer = (event: PointerEvent) => {
    clicked = event.target instanceof Element ? event.target.closest(PRESSED_BY_SPACE) : null;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') clicked = null;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (player.getState().tracks.length === 0) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TEXT)) return;
    switch (event.key) {
      case ' ': {
        const control = target?.closest(PRESSED_BY_SPACE);
        if (control && (control !== clicked || control.closest('dialog'))) return;
        if (control instanceof HTMLElement) control.blur();
        player.togglePlaying();
        break;
      }
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
  document.addEventListener('pointerdown', onPointer);
  document.addEventListener('keydown', onKey);
  return () => {
    document.removeEventListener('pointerdown', onPointer);
    document.removeEventListener('keydown', onKey);
  };
}
