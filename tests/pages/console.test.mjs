// The operator's console: who gets in, how one gets out, and what one can do there.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onScene } from './stage/scene.mjs';

describe('The console', { concurrency: 2 }, () => {
  test(
    'lets an admin key in by a cookie that no script can read, and out again',
    onScene(async (scene) => {
      const console_ = await scene.console();
      await console_.signIn();

      const [cookie] = await console_.page.context().cookies();
      assert.equal(cookie.name, 'heliograph_console');
      assert.equal(cookie.httpOnly, true);
      assert.equal(cookie.sameSite, 'Strict');
      assert.ok(cookie.expires - Date.now() / 1000 <= 15 * 60);
      assert.ok(!cookie.value.includes(scene.server.adminKey.secret));
      assert.equal(await console_.page.evaluate(() => document.cookie), '');
      assert.equal(await console_.page.evaluate(() => localStorage.length + sessionStorage.length), 0);

      await console_.signOut();
      assert.deepEqual(await console_.page.context().cookies(), []);
      await console_.page.reload();
      await console_.page.getByLabel('Key secret').waitFor();
    }),
  );

  test(
    'says why it lets somebody not in: a wrong secret, a key of a service provider',
    onScene(async (scene) => {
      const console_ = await scene.console();

      await console_.trySignIn({ id: scene.server.adminKey.id, secret: scene.server.bankKey.secret });
      assert.match(await console_.refusal(), /You are not signed in/);

      await console_.trySignIn(scene.server.bankKey);
      assert.match(await console_.refusal(), /the role of this API key/);
      assert.deepEqual(await console_.page.context().cookies(), []);
    }),
  );

  test(
    'goes on after it is loaded again, and asks for the key where the key was revoked meanwhile',
    onScene(async (scene) => {
      const { server } = scene;
      const key = await server.admin('POST', '/api-keys', {
        organisation_id: server.organisationId,
        name: 'operator',
        role: 'ADMIN',
      });
      const console_ = await scene.console();
      await console_.signIn({ id: key.id, secret: key.key_secret });
      await console_.page.reload();
      await console_.goTo('Devices');

      await server.admin('POST', `/api-keys/${key.id}/revoke`);

      await console_.page.getByRole('button', { name: 'Search devices' }).click();
      await console_.page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
    }),
  );

  test(
    'checks a configuration while it is typed, asks before it is changed, and shows what changed',
    onScene(async (scene) => {
      const console_ = await scene.console();
      await console_.signIn();
      await console_.openConfiguration('example');
      const lifetime = console_.page.getByLabel('Lifetime of an offline authentication');

      await lifetime.fill('29');
      await console_.page.getByRole('alert').filter({ hasText: '30' }).waitFor();
      await lifetime.fill('60');
      await console_.changeConfiguration();

      const { configuration, version } = await scene.server.configuration();
      assert.equal(configuration.OFFLINE_SESSION_LIFETIME, '60');
      assert.equal(version, 2);
    }),
  );

  test(
    'has the server try a configuration while it is typed, for what must fit together and what is unwise',
    onScene(async (scene) => {
      const console_ = await scene.console();
      await console_.signIn();
      await console_.openConfiguration('example');
      const length = console_.page.getByLabel('Length of a one-time password');
      const refusal = console_.page.getByRole('alert').filter({ hasText: 'must be set' });

      await length.fill('');
      await refusal.waitFor();
      await length.fill('8');
      await refusal.waitFor({ state: 'hidden' });
      await console_.page.getByLabel('Failures allowed').fill('6');
      await console_.page.getByText('Warning: Above 5').waitFor();
      await console_.page.getByRole('group', { name: 'Allowed methods' }).getByLabel('Online, PIN').uncheck();
      await console_.page.getByText('Warning: names no online method').waitFor();

      assert.equal((await scene.server.configuration()).version, 1);
    }),
  );

  test(
    'keeps what two operators change at once apart, and loses neither',
    onScene(async (scene) => {
      const console_ = await scene.console();
      await console_.signIn();
      await console_.openConfiguration('example');
      await console_.page.getByLabel('Failures allowed').fill('5');
      await scene.server.configure({ OFFLINE_SESSION_LIFETIME: '60' });

      await console_.tryToChangeConfiguration();
      await console_.keepMine();
      await console_.changeConfiguration();

      const { configuration } = await scene.server.configuration();
      assert.equal(configuration.AMOUNT_FAILURES_ALLOWED, '5');
      assert.equal(configuration.OFFLINE_SESSION_LIFETIME, '60');
    }),
  );

  test(
    'makes an API key, shows its secret once, and revokes it',
    onScene(async (scene) => {
      const console_ = await scene.console();
      await console_.signIn();
      await console_.goTo('API keys');

      const made = await console_.createApiKey('shop');
      assert.equal(await scene.server.statusFor(made), 200);

      await console_.revokeApiKey('shop');
      assert.equal(await scene.server.statusFor(made), 401);
    }),
  );

  test(
    'finds what was changed in the audit log, and proves that the log is whole',
    onScene(async (scene) => {
      await scene.server.configure({ OFFLINE_SESSION_LIFETIME: '60' });
      const console_ = await scene.console();
      await console_.signIn();
      await console_.goTo('Audit log');

      assert.equal(await console_.searchAudit('Configuration changed'), 1);
      assert.match(await console_.verifyAudit(), /^The log is whole/);
    }),
  );
});
