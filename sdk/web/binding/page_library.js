// The functions of binding/page.h: each hands over to the object that src/module.ts gives as `page` when it makes the
// module (src/page.ts). Compiled into heliograph.js; emcc wants plain function expressions.

const pageFunctions = {
  pageStage: function (name, nameSize, biometric, value, valueSize) {
    Module['page'].stage(name, nameSize, biometric, value, valueSize);
  },
  pageHasBiometrics: function () {
    return Module['page'].hasBiometrics();
  },
  pageAnswerSize: function () {
    return Module['page'].answerSize();
  },
  pageTakeAnswer: function (out) {
    Module['page'].takeAnswer(out);
  },
  // Throws where there is no randomness, which ends the call and the module with it. Asks for no more than a browser
  // gives at once.
  pageRandom: function (out, size) {
    for (let done = 0; done < size; done += 65536) {
      crypto.getRandomValues(HEAPU8.subarray(out + done, out + Math.min(size, done + 65536)));
    }
  },

  // Promises that are never rejected: nobody would be told.
  pageCommit: function () {
    return Asyncify.handleAsync(() => Module['page'].commit());
  },
  pageRead: function (name, nameSize) {
    return Asyncify.handleAsync(() => Module['page'].read(name, nameSize));
  },
  pageCreateSigningKey: function () {
    return Asyncify.handleAsync(() => Module['page'].createSigningKey());
  },
  pageSign: function (message, size) {
    return Asyncify.handleAsync(() => Module['page'].sign(message, size));
  },
  pageClear: function () {
    return Asyncify.handleAsync(() => Module['page'].clear());
  },
  pageExchange: function (url, urlSize, message, size) {
    return Asyncify.handleAsync(() => Module['page'].exchange(url, urlSize, message, size));
  },
};

const waiting = ['pageCommit', 'pageRead', 'pageCreateSigningKey', 'pageSign', 'pageClear', 'pageExchange'];
for (const name of waiting) pageFunctions[name + '__deps'] = ['$Asyncify'];

mergeInto(LibraryManager.library, pageFunctions);
