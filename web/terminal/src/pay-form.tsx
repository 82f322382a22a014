// The form of a payment. Where the phone cannot confirm one yet, it says what to do instead of failing later.

import { useState } from 'preact/hooks';
import { Button, ButtonLink } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import { formatMoney, groupDigits } from '../../kit/format.ts';
import { type Choice, SelectField } from '../../kit/select-field.tsx';
import { isUsable, nameOf, offlineMethodsOf, onlineMethodsOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import type { AuthMethod, PaymentOrder, Phone } from './bank-api.ts';
import { exampleOrders } from './example-orders.ts';
import { Guide } from './guide.tsx';
import { LockNotice } from './lock-notice.tsx';
import { errorsOf, normaliseOrder, type OrderErrors, refusedFieldOf } from './order-check.ts';
import { Part } from './part.tsx';
import { PhoneSetup } from './phone-setup.tsx';
import { phoneLink } from './route.ts';
import { useBeginPayment } from './use-begin-payment.ts';
import './pay-form.css';

const fields = ['payee', 'iban', 'amount', 'reference'] as const;

export function PayForm() {
  const { state } = useBank();
  const { phone } = state;
  if (!phone) return <PhoneSetup />;
  const confirmations = confirmationsOf(phone);
  return (
    <Part
      title="Pay somebody"
      lead="Nothing is paid before you confirm it with your phone."
      above={<Guide state={state} step={confirmations.length > 0 ? 1 : 0} />}
      narrow
    >
      <LockNotice phone={phone} />
      {confirmations.length > 0 ? <OrderForm confirmations={confirmations} /> : <NotYet phone={phone} />}
    </Part>
  );
}

/** An offline method, or any online one. */
type Confirmation = AuthMethod | 'ONLINE';

/** How the phone can confirm a payment now: offline methods, then 'ONLINE' if it has any of that kind. */
function confirmationsOf(phone: Phone): Choice<Confirmation>[] {
  if (phone.lock_status === 'LOCKED') return [];
  const offline = offlineMethodsOf(phone).filter(isUsable);
  const choices: Choice<Confirmation>[] = offline.map(({ auth_method: value }) => ({ value, label: nameOf(value) }));
  if (onlineMethodsOf(phone).some(isUsable)) choices.push({ value: 'ONLINE', label: 'Online, without a code to type' });
  return choices;
}

/** Nothing where a lock is the reason, as that is said above. */
function NotYet({ phone }: { phone: Phone }) {
  if (phone.lock_status === 'LOCKED' || phone.auth_methods.some((method) => !isUsable(method))) return null;
  return (
    <div class="card stack">
      <h2>One step is missing on your phone</h2>
      <p>Your phone is set up, but it has no way to confirm a payment yet. Add one on the phone first.</p>
      <div>
        <ButtonLink kind="primary" href={phoneLink}>
          Show me how
        </ButtonLink>
      </div>
    </div>
  );
}

function OrderForm({ confirmations }: { confirmations: Choice<Confirmation>[] }) {
  const { state, draft, setDraft } = useBank();
  const [errors, setErrors] = useState<OrderErrors>({});
  const [chosen, setChosen] = useState<Confirmation>(confirmations[0]?.value ?? 'ONLINE');
  const { begin, busy, failure } = useBeginPayment();
  const refused = refusedFieldOf(failure);
  const confirmation = confirmations.some(({ value }) => value === chosen)
    ? chosen
    : (confirmations[0]?.value ?? chosen);
  const phone = state.phone;
  const lacksOffline = phone !== null && offlineMethodsOf(phone).length === 0;

  function change(changed: Partial<PaymentOrder>) {
    setDraft({ ...draft, ...changed });
    const mended = Object.keys(changed).map((field) => [field, undefined]);
    setErrors({ ...errors, ...(Object.fromEntries(mended) as OrderErrors) });
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const order = normaliseOrder(draft);
    const found = errorsOf(order, state.balance, state.currency);
    setErrors(found);
    const first = fields.find((field) => found[field]);
    if (first) {
      const control = (event.currentTarget as HTMLFormElement).elements.namedItem(first);
      if (control instanceof HTMLElement) control.focus();
      return;
    }
    setDraft({ ...order, iban: groupDigits(order.iban) });
    void (confirmation === 'ONLINE' ? begin(order, 'ONLINE') : begin(order, 'OFFLINE', confirmation));
  }

  return (
    <form class="card stack" onSubmit={submit} noValidate>
      <fieldset class="pay-form-examples">
        <legend>Fill in an example</legend>
        <div class="row">
          {exampleOrders.map((order) => (
            <Button key={order.payee} onClick={() => change({ ...order, iban: groupDigits(order.iban) })}>
              {order.payee}
            </Button>
          ))}
        </div>
      </fieldset>
      <Field
        label="Payee"
        name="payee"
        autoComplete="off"
        value={draft.payee}
        onValue={(payee) => change({ payee })}
        error={errors.payee ?? refused.payee}
      />
      <Field
        label="IBAN"
        name="iban"
        autoComplete="off"
        autoCapitalize="characters"
        spellcheck={false}
        value={draft.iban}
        onValue={(iban) => change({ iban })}
        error={errors.iban ?? refused.iban}
      />
      <Field
        label={`Amount in ${state.currency}`}
        hint={`Your account holds ${formatMoney(state.balance, state.currency)}.`}
        name="amount"
        inputMode="decimal"
        autoComplete="off"
        value={draft.amount}
        onValue={(amount) => change({ amount })}
        error={errors.amount ?? refused.amount}
      />
      <Field
        label="Reference (optional)"
        name="reference"
        autoComplete="off"
        value={draft.reference}
        onValue={(reference) => change({ reference })}
        error={errors.reference ?? refused.reference}
      />
      {confirmations.length > 1 && (
        <SelectField
          label="Confirm with"
          hint="The QR code works while the phone has no network."
          value={confirmation}
          choices={confirmations}
          onValue={(value: Confirmation) => setChosen(value)}
        />
      )}
      {lacksOffline && (
        <p class="soft">
          Your phone confirms online only. <a href={phoneLink}>Add the QR code</a> to confirm without network, too.
        </p>
      )}
      {failure && Object.keys(refused).length === 0 && <FailureNotice failure={failure} />}
      <div>
        <Button kind="primary" type="submit" busy={busy}>
          Continue
        </Button>
      </div>
    </form>
  );
}
