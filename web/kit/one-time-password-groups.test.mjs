import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('one-time-password-groups.ts', import.meta.url)));

const written = (digits, length) => module.oneTimePasswordGroups(digits, length).join(' ');

describe('A one-time password', () => {
  for (const text of ['1234', '123 45', '123 456', '123 4567', '1234 5678', '123 456 789']) {
    const digits = text.replaceAll(' ', '');
    test(`of ${digits.length} digits is written ${text}`, () => assert.equal(written(digits), text));
    test(`of ${digits.length} digits has its groups from the first digit typed on`, () => {
      for (let typed = 0; typed <= digits.length; ++typed) {
        const soFar = written(digits.slice(0, typed), digits.length);
        assert.ok(text.startsWith(soFar), `"${soFar}" of "${text}"`);
        assert.equal(soFar.replaceAll(' ', ''), digits.slice(0, typed));
      }
    });
  }
});
