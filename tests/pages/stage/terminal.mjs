// The terminal's page, and what a customer of the demo bank does with it.

export class Terminal {
  #origin;

  constructor(page, origin) {
    this.page = page;
    this.#origin = origin;
  }

  async open() {
    await this.page.goto(`${this.#origin}/demo/`);
  }

  async signIn(customer) {
    await this.open();
    await this.page.getByLabel('Customer number').fill(customer);
    await this.page.getByLabel('Password').fill('demo');
    await this.#press('Sign in');
    await this.page.getByRole('button', { name: 'Sign out' }).waitFor();
  }

  async signOut() {
    await this.#press('Sign out');
    await this.page.getByLabel('Customer number').waitFor();
  }

  // The activation code that the terminal shows, beside its QR code.
  async beginPhoneSetUp() {
    await this.#follow('Your phone');
    await this.#press('Show the activation code');
    return this.#digitsIn(this.page.getByRole('region', { name: 'Activation code' }).getByRole('paragraph'));
  }

  // The terminal notices by itself that the phone can confirm without a network.
  async sawPhoneSetUp() {
    await this.#sees('Your phone is ready');
  }

  // Begins a payment that is confirmed by the QR code; the digits that the QR code holds.
  async pay({ payee, iban, amount, reference }) {
    await this.fillInPayment({ payee, iban, amount, reference });
    await this.#press('Continue');
    await this.#sees('Confirm the payment');
    return this.#digitsIn(this.page.getByRole('region', { name: 'QR code' }).locator('details p'));
  }

  // The same payment, over the phone's network: the phone is asked, and nothing is typed here.
  async confirmOnlineInstead() {
    await this.#press('Confirm online instead');
    await this.#sees('Confirm on your phone');
  }

  // The terminal notices by itself what the phone answered: "Paid" or "Cancelled".
  async sawAnswer(heading) {
    await this.#sees(heading);
  }

  async fillInPayment({ payee, iban, amount, reference }) {
    await this.#follow('Pay');
    await this.page.getByLabel('Payee').fill(payee);
    await this.page.getByLabel('IBAN').fill(iban);
    await this.page.getByLabel('Amount').fill(amount);
    await this.page.getByLabel('Reference').fill(reference);
  }

  // As a PNG: what a camera in front of the terminal sees.
  async pictureOfQrCode() {
    return this.page.getByRole('img', { name: /^QR code/ }).screenshot();
  }

  // What the terminal says then: "paid", "2 attempts left", "1 attempt left" or "locked".
  async enterCode(code) {
    await this.page.getByLabel('Code from your phone').fill(code);
    await Promise.all([this.page.waitForResponse(/\/verify$/), this.#press('Confirm')]);
    const paid = this.#heading('Paid');
    const locked = this.page.getByRole('alert').filter({ hasText: 'Locked' });
    const wrong = this.page.getByRole('alert').filter({ hasText: 'That code is not right' });
    await paid.or(locked).or(wrong).waitFor();
    if (await paid.isVisible()) return 'paid';
    if (await locked.isVisible()) return 'locked';
    const sentence = await wrong.innerText();
    return sentence.includes('last attempt') ? '1 attempt left' : sentence.match(/[0-9]+ attempts left/)[0];
  }

  async sawExpiry(timeout) {
    await this.#heading('The time is up').waitFor({ timeout });
  }

  async cancelPayment() {
    await this.#press('Cancel the payment');
    await this.#sees('Cancelled');
  }

  async loadAgain() {
    await this.page.reload();
  }

  // In cents.
  async balance() {
    await this.#follow('Account');
    await this.loadAgain();
    const shown = await this.page.getByRole('region', { name: 'Balance' }).getByText(/^€[0-9,.]+$/).innerText();
    return Number(shown.replace(/\D/g, ''));
  }

  // The paragraph that holds digits alone, in groups.
  async #digitsIn(paragraphs) {
    const digits = await paragraphs.filter({ hasText: /^[0-9\s]+$/ }).textContent();
    return digits.replace(/\s/g, '');
  }

  #heading(name) {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  #sees(heading) {
    return this.#heading(heading).waitFor();
  }

  #follow(link) {
    return this.page.getByRole('navigation').getByRole('link', { name: link, exact: true }).click();
  }

  #press(name) {
    return this.page.getByRole('button', { name, exact: true }).click();
  }
}
