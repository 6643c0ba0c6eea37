import { expect, test } from 'vitest';
import { isFromTwilio, twilioSignature } from './signature.ts';

const TOKEN = '12345';
const URL_OF = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const form = (number: string) => ({
  To: '+18005551212',
  CallSid: 'CA1234567890ABCDE',
  Digits: '1234',
  Caller: number,
  From: number,
});

test('the vectors of Twilio’s documents and libraries', () => {
  expect(twilioSignature(TOKEN, URL_OF, form('+14158675310'))).toBe('GvWf1cFY/Q7PnoempGyD5oXAezc=');
  expect(twilioSignature(TOKEN, URL_OF, form('+14158675309'))).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  expect(twilioSignature(TOKEN, URL_OF, form('+12349013030'))).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=');
});

test('a changed address, form, token or signature is not Twilio’s; the port of the scheme may be named', () => {
  const signature = twilioSignature(TOKEN, URL_OF, form('+14158675310'));
  const url = new URL(URL_OF);
  expect(isFromTwilio(TOKEN, signature, url, form('+14158675310'))).toBe(true);
  expect(isFromTwilio(TOKEN, signature, url, form('+14158675311'))).toBe(false);
  expect(isFromTwilio(TOKEN, signature, url, { ...form('+14158675310'), More: '' })).toBe(false);
  expect(isFromTwilio('54321', signature, url, form('+14158675310'))).toBe(false);
  expect(isFromTwilio(TOKEN, signature, new URL('https://mycompany.com/other'), form('+14158675310'))).toBe(
    false,
  );
  expect(isFromTwilio(TOKEN, undefined, url, form('+14158675310'))).toBe(false);
  expect(isFromTwilio(TOKEN, `${signature}=`, url, form('+14158675310'))).toBe(false);
  const withPort = twilioSignature(TOKEN, 'https://mycompany.com:443/myapp.php?foo=1&bar=2');
  expect(isFromTwilio(TOKEN, withPort, url)).toBe(true);
  const socket = twilioSignature(TOKEN, 'wss://mycompany.com/telephony/twilio/stream');
  expect(isFromTwilio(TOKEN, socket, new URL('wss://mycompany.com/telephony/twilio/stream'))).toBe(true);
});
