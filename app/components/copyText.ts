/** Puts a text on the clipboard; tells whether it did. Works without TLS too, where the newer way is closed. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const holder = document.createElement('textarea');
  holder.value = text;
  holder.className = 'visuallyHidden';
  (document.querySelector('dialog[open]') ?? document.body).append(holder);
  holder.select();
  const done = document.execCommand('copy');
  holder.remove();
  return done;
}
