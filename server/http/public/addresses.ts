/** How we write the names in public addresses. */
export const SLUG = /^[a-z0-9-]{1,60}$/;
/** DIGEST.FORMAT */
export const AUDIO_FILE = /^([0-9a-f]{64})\.(wav|mp3|opus)$/;
