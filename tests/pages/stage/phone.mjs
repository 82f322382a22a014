// The phone's page, and what a user does with it.

export class Phone {
  #line;
  #camera;

  constructor(page, line, camera) {
    this.page = page;
    this.#line = line;
    this.#camera = camera;
  }

  async open() {
    await this.page.goto(`${this.#line.origin}/phone/`);
  }

  // Enrols by the typed activation code. The PIN is that of both methods, as the page offers.
  async enrol(activationCode, pin) {
    await this.open();
    await this.beginEnrolment(activationCode);
    await this.finishEnrolment(pin);
  }

  // As far as to the choice of the PIN.
  async beginEnrolment(activationCode) {
    await this.#press('Type the activation code');
    await this.page.getByLabel('Activation code').fill(activationCode);
    await this.#press('Next');
    await this.page.getByRole('group', { name: 'A PIN for this phone' }).waitFor();
  }

  async finishEnrolment(pin) {
    await this.#choosePinAndAddOffline(pin);
    await this.#press('Use the same PIN');
    await this.#finishSetUp();
  }

  // Enrols by the QR code of the set-up. Confirming without a network has a PIN of its own.
  async enrolByCamera(picture, pin, offlinePin) {
    await this.open();
    this.#camera.pointAt(picture);
    await this.#press('Scan the activation code');
    await this.#choosePinAndAddOffline(pin);
    await this.#press('Choose another');
    await this.#typePin(offlinePin, 'A PIN to confirm offline', 'Next');
    await this.#typePin(offlinePin, 'Type it once more', 'Set PIN');
    await this.#finishSetUp();
  }

  // Takes the network away: from the page, from its service worker, and from whatever else is in this browser.
  async enterFlightMode() {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await this.page.context().setOffline(true);
    await this.#line.cut();
  }

  // Rejects where there is no network.
  fetchAnything() {
    return this.page.evaluate(() => fetch('../health/live', { cache: 'no-store' }).then(({ status }) => status));
  }

  async loadAgain() {
    await this.page.reload();
    await this.#scanButton.waitFor();
  }

  // Shows the picture to the camera; what the phone asks the user to confirm.
  async scan(picture) {
    await this.#openScanner(picture);
    return this.#transaction();
  }

  // Shows the picture to the camera; the sentence by which the phone refuses it.
  async scanRefused(picture) {
    await this.#openScanner(picture);
    const sentence = await this.page.getByRole('alert').innerText();
    await this.#goHome();
    return sentence;
  }

  // Types the PIN below the transaction; the one-time password, after which the user leaves it.
  async confirm(pin) {
    const code = await this.showCode(pin);
    await this.#press('Done');
    return code;
  }

  // The same, and the one-time password stays on the screen.
  async showCode(pin) {
    await this.#typePin(pin, 'Your offline PIN', 'Confirm');
    const label = await this.page.getByRole('status', { name: 'One-time password' }).getAttribute('aria-label');
    return label.replace(/\D/g, '');
  }

  // Fetches what the bank asks over the network; what the phone asks the user to confirm.
  async fetchOnlineRequest() {
    await this.#goHome();
    await this.#press('Answer an online request');
    return this.#transaction();
  }

  async confirmOnline(pin) {
    await this.#typePin(pin, 'Your PIN', 'Confirm');
    await this.page.getByRole('heading', { name: 'Confirmed' }).waitFor();
    await this.#press('Done');
  }

  async refuseOnline() {
    await this.#press('Refuse: I did not ask for this');
    await this.page.getByText('The terminal knows that you refused').waitFor();
    await this.#press('Done');
  }

  async goToSettings() {
    await this.#press('Settings');
    await this.page.getByRole('button', { name: 'Back' }).waitFor();
  }

  get #scanButton() {
    return this.page.getByRole('button', { name: /^Scan/ });
  }

  // The file must not change while the camera is open.
  async #openScanner(picture) {
    await this.#goHome();
    this.#camera.pointAt(picture);
    await this.#scanButton.click();
  }

  async #transaction() {
    const transaction = this.page.getByRole('region', { name: 'What you are asked to confirm' });
    await transaction.waitFor();
    return transaction.innerText();
  }

  async #goHome() {
    const settings = this.page.getByRole('button', { name: 'Settings' });
    const back = this.page.getByRole('button', { name: 'Back' });
    await settings.or(back).waitFor();
    while (await settings.isHidden()) await back.click();
  }

  async #choosePinAndAddOffline(pin) {
    await this.#typePin(pin, 'A PIN for this phone', 'Next');
    await this.#typePin(pin, 'Type it once more', 'Set PIN');
    await this.#typePin(pin, 'The PIN you have just chosen', 'Next');
  }

  async #finishSetUp() {
    await this.#press('Go to the start page');
    await this.#scanButton.waitFor();
  }

  async #typePin(pin, label, button) {
    const pad = this.page.getByRole('group', { name: label });
    await pad.focus();
    await this.page.keyboard.type(pin);
    await pad.getByRole('button', { name: button }).click();
  }

  #press(name) {
    return this.page.getByRole('button', { name, exact: true }).click();
  }
}
