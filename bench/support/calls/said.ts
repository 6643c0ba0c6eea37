/** As which everything is understood. */
export const SAID = 'tell me what you have';
