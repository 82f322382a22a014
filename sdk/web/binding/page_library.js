// The functions of binding/page.h: each hands over to the object that src/module.ts gives as `page` when it makes the
// module (src/page.ts). Compiled into heliograph.js; emcc wants plain function expressions.

const pageFunctions = {
  page_stage: function (name, nameSize, biometric, value, valueSize) {
    Module['page'].stage(name, nameSize, biometric, value, valueSize);
  },
  page_has_biometrics: function () {
    return Module['page'].hasBiometrics();
  },
  page_answer_size: function () {
    return Module['page'].answerSize();
  },
  page_take_answer: function (out) {
    Module['page'].takeAnswer(out);
  },
  // Throws where there is no randomness, which ends the call and the module with it. Asks for no more than a browser
  // gives at once.
  page_random: function (out, size) {
    for (let done = 0; done < size; done += 65536) {
      crypto.getRandomValues(HEAPU8.subarray(out + done, out + Math.min(size, done + 65536)));
    }
  },

  // Promises that are never rejected: nobody would be told.
  page_commit: function () {
    return Asyncify.handleAsync(() => Module['page'].commit());
  },
  page_read: function (name, nameSize) {
    return Asyncify.handleAsync(() => Module['page'].read(name, nameSize));
  },
  page_create_signing_key: function () {
    return Asyncify.handleAsync(() => Module['page'].createSigningKey());
  },
  page_sign: function (message, size) {
    return Asyncify.handleAsync(() => Module['page'].sign(message, size));
  },
  page_clear: function () {
    return Asyncify.handleAsync(() => Module['page'].clear());
  },
  page_exchange: function (url, urlSize, message, size) {
    return Asyncify.handleAsync(() => Module['page'].exchange(url, urlSize, message, size));
  },
};

for (const name of ['page_commit', 'page_read', 'page_create_signing_key', 'page_sign', 'page_clear', 'page_exchange']) {
  pageFunctions[name + '__deps'] = ['$Asyncify'];
}

mergeInto(LibraryManager.library, pageFunctions);
