export * from './business.ts';
export * from './channels.ts';
export * from './dialogue.ts';
export * from './identity.ts';
export * from './studio.ts';
export * from './tools.ts';
export * from './usage.ts';
export * from './voices.ts';
