// The console's page, and what an operator does with it.

export class Console {
  #server;

  constructor(page, server) {
    this.page = page;
    this.#server = server;
  }

  async open() {
    await this.page.goto(`${this.#server.url}/console/`);
  }

  // With the example's admin key, where no other is given.
  async signIn(key = this.#server.adminKey) {
    await this.trySignIn(key);
    await this.#button('Sign out').waitFor();
  }

  async trySignIn({ id, secret }) {
    await this.open();
    await this.page.getByLabel('Key id').fill(id);
    await this.page.getByLabel('Key secret').fill(secret);
    await this.#press('Sign in');
  }

  async signOut() {
    await this.#press('Sign out');
    await this.page.getByLabel('Key secret').waitFor();
  }

  // What the page says in red.
  refusal() {
    return this.page.getByRole('alert').innerText();
  }

  async goTo(place) {
    await this.page.getByRole('navigation').getByRole('link', { name: place, exact: true }).click();
    await this.page.getByRole('heading', { level: 1, name: place, exact: true }).waitFor();
  }

  // Opens the one device of this user.
  async findDevice(userReference) {
    await this.goTo('Devices');
    await this.page.getByLabel('User reference').fill(userReference);
    await this.#press('Search devices');
    const row = this.page.getByRole('row').filter({ hasText: userReference });
    await row.getByRole('link').first().click();
    await this.page.getByRole('region', { name: 'Methods of the device' }).waitFor();
  }

  // "Locked attempts spent" or "Unlocked".
  async lockOf(method) {
    return this.#rowOf(method).getByRole('cell').filter({ hasText: /locked/i }).first().innerText();
  }

  async unlock(method) {
    const unlock = this.#rowOf(method).getByRole('button', { name: /^Unlock/ });
    await unlock.click();
    await this.#confirm('Unlock method');
    await unlock.waitFor({ state: 'hidden' });
  }

  async openConfiguration(application) {
    await this.goTo('Applications');
    await this.page.getByRole('main').getByRole('link', { name: application, exact: true }).click();
  }

  // Saves what was typed, and agrees to what the dialog says of it.
  async changeConfiguration() {
    await this.tryToChangeConfiguration();
    await this.page.getByText('The configuration was changed').waitFor();
  }

  async tryToChangeConfiguration() {
    await this.#press('Save changes …');
    await this.#confirm('Change configuration');
  }

  async keepMine() {
    await this.#press('Put mine on top of theirs');
  }

  // For service providers; its id and secret.
  async createApiKey(name) {
    await this.#press('New API key');
    const form = this.page.getByRole('form', { name: 'New API key' });
    await form.getByLabel('Name').fill(name);
    await form.getByRole('button', { name: 'Make API key' }).click();
    const [id, secret] = await this.#newKeyTexts();
    await this.#press('I have stored the secret');
    return { id, secret };
  }

  async revokeApiKey(name) {
    await this.#press(`Revoke ${name}`);
    await this.#confirm('Revoke key');
    await this.page.getByText(`The key “${name}” is revoked.`).waitFor();
  }

  // How many events of the action the log shows.
  async searchAudit(action) {
    await this.page.getByLabel('Action').selectOption({ label: action });
    await this.#press('Search events');
    await this.page.getByRole('link', { name: 'Clear the search' }).waitFor();
    const events = this.page.getByRole('region', { name: 'Events that were found' });
    await events.waitFor();
    return events.getByRole('rowheader', { name: action }).count();
  }

  // What the console says of the log.
  async verifyAudit() {
    await this.#press('Verify the chain');
    const verification = this.page.getByRole('region', { name: 'Verification of the audit log' });
    return verification.getByRole('status').or(verification.getByRole('alert')).filter({ hasText: /\w/ }).innerText();
  }

  async #newKeyTexts() {
    const card = this.page.getByRole('region', { name: 'The new key' });
    await card.waitFor();
    return card.getByRole('code').allInnerTexts();
  }

  // Does what a dialog asks about.
  async #confirm(deed) {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: deed, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  #rowOf(method) {
    return this.page.getByRole('row').filter({ has: this.page.getByText(method, { exact: true }) });
  }

  #button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  #press(name) {
    return this.#button(name).click();
  }
}
