export * from './channels.ts';
export * from './identity.ts';
export * from './studio.ts';
