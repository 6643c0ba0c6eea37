import { type CallSocket, type CallTarget, openCallSocket } from '../api/browserCall.ts';
import { microphoneRefusal } from '../components/microphoneRefusal.ts';
import { player } from '../player/player.ts';
import { type CallState, ended, newCall, told } from './callState.ts';
import { type Line, openLine, openMicrophone } from './sound/line.ts';

const SILENT_BYTE = 0xff;
/** For the server to say how the call ended, after we hung up. */
const LAST_WORDS_MS = 2_000;
const NOT_TAKEN =
  'The server did not take the call. As many may go on as it can carry, or it may be starting anew: try again in a moment.';
const LOST = 'The connection to the server broke. What was said until then is kept with the call.';
const UNPLUGGED = 'The microphone is gone: nothing is heard of you. Plug it in and call again.';

/** The one call of this browser; it goes on whatever scene is shown. */
class BrowserCall {
  #state: CallState | null = null;
  readonly #listeners = new Set<() => void>();
  #line: Line | null = null;
  #socket: CallSocket | null = null;
  /** Raised by whatever overtakes a call that is being set up. */
  #turn = 0;

  getState = (): CallState | null => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get underWay(): boolean {
    return this.#state !== null && this.#state.phase !== 'ended';
  }

  /** Calls; does nothing while another call is under way. To be called while somebody touches the page. */
  async begin(name: string, target: CallTarget): Promise<void> {
    if (this.underWay) return;
    const turn = ++this.#turn;
    const isPresent = () => turn === this.#turn && this.underWay;
    player.pause();
    this.#set(newCall(name, target));
    let microphone: MediaStream;
    try {
      microphone = await openMicrophone();
    } catch (error) {
      if (isPresent()) this.#end(microphoneRefusal(error, 'talk with it in the chat'));
      return;
    }
    try {
      const line = await openLine(microphone, {
        onFrame: (frame) => this.#socket?.sendSound(this.#state?.muted ? frame.fill(SILENT_BYTE) : frame),
        onHeard: (mark) => this.#socket?.send({ type: 'mark-heard', name: mark }),
        onMicrophoneLost: () => isPresent() && this.#patch({ problem: UNPLUGGED }),
      });
      if (!isPresent()) {
        line.close();
        return;
      }
      this.#line = line;
    } catch {
      if (isPresent())
        this.#end('This browser cannot carry a call: it lacks audio worklets. Try a newer one.');
      return;
    }
    this.#patch({ phase: 'connecting' });
    this.#socket = openCallSocket(target, {
      onSound: (sound) => isPresent() && this.#line?.play(sound),
      onMessage: (message) => {
        if (turn !== this.#turn || !this.#state) return;
        if (message.type === 'mark') this.#line?.mark(message.name);
        else if (message.type === 'clear') this.#line?.clear();
        else this.#set(told(this.#state, message, performance.now()));
        if (message.type === 'ended') this.#close();
      },
      onClosed: (opened, reason) => {
        if (isPresent()) this.#end(reason || (opened ? LOST : NOT_TAKEN));
      },
    });
  }

  hangUp(): void {
    if (!this.underWay || !this.#state) return;
    const socket = this.#socket;
    socket?.send({ type: 'hang-up' });
    this.#line?.close();
    this.#line = null;
    this.#set(ended(this.#state, performance.now()));
    setTimeout(() => socket?.close(), LAST_WORDS_MS);
  }

  press(digit: string): void {
    this.#socket?.send({ type: 'key', digit });
  }

  mute(muted: boolean): void {
    this.#patch({ muted });
  }

  /** Forgets a call that is over. */
  dismiss(): void {
    if (!this.underWay) this.#set(null);
  }

  #patch(part: Partial<CallState>): void {
    if (this.#state) this.#set({ ...this.#state, ...part });
  }

  #end(problem: string): void {
    if (this.#state) this.#set(ended(this.#state, performance.now(), problem));
    this.#close();
  }

  #close(): void {
    this.#line?.close();
    this.#socket?.close();
    this.#line = null;
    this.#socket = null;
  }

  #set(state: CallState | null): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const browserCall = new BrowserCall();
