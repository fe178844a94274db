import { describe, expect, it } from 'vitest';
import { discreet } from '../../src/main/log.js';

describe('what is logged', () => {
  it('hides what people wrote, down to the third level, in lists too', () => {
    const fields = { text: '甲', rows: [{ text: '乙', id: 1 }], row: { deep: { url: 'postgres://u:p@h' } } };
    expect(discreet(fields)).toEqual({
      text: '…',
      rows: [{ text: '…', id: 1 }],
      row: { deep: { url: '…' } },
    });
    expect(fields.rows[0]!.text).toBe('乙');
  });

  it('is itself where nothing is to be hidden', () => {
    const fields = { trace: 'x', kinds: ['visit'], missing: [], n: 1, none: null };
    expect(discreet(fields)).toBe(fields);
  });

  it('leaves an error as it is: what is written of it is chosen elsewhere', () => {
    const err = Object.assign(new Error('away'), { text: '甲' });
    expect(discreet({ err })).toEqual({ err });
    expect(discreet({ err }).err).toBe(err);
  });
});
