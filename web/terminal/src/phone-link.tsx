// The way to the phone page, within a sentence.

export function PhoneLink() {
  return (
    <a href="../phone/" target="_blank" rel="noopener">
      phone page
      <span class="visually-hidden"> (opens a new tab)</span>
    </a>
  );
}
