import { expect, test } from '@jest/globals';
import { exposureRefusal } from './exposure.js';

test('on this machine alone nothing need be asked of anybody', () => {
  for (const host of ['127.0.0.1', '127.8.0.1', 'localhost', '::1'])
    expect(exposureRefusal({ host, access: 'open' })).toBeUndefined();
});

test('where others reach it, it is refused without tokens, with the setting that mends it', () => {
  for (const host of ['0.0.0.0', '::', '10.0.0.7', 'flotilla.example.com', '127.example.com']) {
    expect(exposureRefusal({ host, access: 'open' })).toMatch(/Set FLOTILLA_ACCESS=tokens/);
    expect(exposureRefusal({ host, access: 'tokens' })).toBeUndefined();
  }
});
