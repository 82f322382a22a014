// The collection's overlay: what the interface's document cannot say. The order of the calls, what a person does on the
// phone in between, the values that one call takes from another, and what each answer must be beyond its shape.
// generate.mjs takes everything else from the document: methods, paths, headers, statuses, the fields of an answer.
//
//   folder   {name, description, key?, folders | steps}
//   step     call         operationId
//            name, description
//            path         values of the path's variables; {{name}} if left out
//            query, headers, body
//            key          whose API key: null is none; the folder's if left out
//            refused      the problem's code; without it the call succeeds
//            is           values of the answer's fields
//            lacks        fields that the answer must not have
//            tests        title and expression of Postman's `pm` and `answer`
//            keep         variables, from a field of the answer or by an expression of `pm`

/** Variables that hold the id and the secret of a key. */
export const keys = {
  bank: ['key_id', 'key_secret'],
  admin: ['admin_key_id', 'admin_key_secret'],
  new: ['new_key_id', 'new_key_secret'],
};

export const folders = [
  {
    name: 'Enrolment',
    description:
      'An activation code lets one phone in. Begin here, enter the code on the phone, go on with the second part.',
    folders: [
      {
        name: 'Enrolment: begin',
        description: 'Ends with an activation code in {{activation_code}}.',
        steps: [
          {
            name: 'Begin an enrolment',
            description:
              'Makes an activation code for one user. Show it to that user alone; it is told once and good for ' +
              'ENROLMENT_LIFETIME seconds.',
            call: 'createEnrolment',
            body: { application_id: '{{application_id}}', user_reference: 'customer-4711' },
            is: { status: 'STARTED' },
            tests: {
              'has a code of eight digits': 'pm.expect(answer.activation_code).to.match(/^[0-9]{8}$/)',
              'tells where it is': 'pm.expect(pm.response.headers.get("Location")).to.include(answer.id)',
            },
            keep: { enrolment_id: 'id', activation_code: 'activation_code' },
          },
          {
            name: 'Look at it',
            description: 'Its status. The code is not told again.',
            call: 'getEnrolment',
            is: { status: 'STARTED' },
            lacks: ['activation_code'],
          },
          {
            name: 'Begin one to cancel',
            description: 'A second one.',
            call: 'createEnrolment',
            body: { application_id: '{{application_id}}' },
            keep: { cancelled_enrolment_id: 'id' },
          },
          {
            name: 'Cancel it',
            description: 'Its code opens nothing any more.',
            call: 'cancelEnrolment',
            path: { enrolment_id: '{{cancelled_enrolment_id}}' },
            is: { status: 'CANCELLED' },
          },
          {
            name: 'Cancel it twice',
            description: 'No error.',
            call: 'cancelEnrolment',
            path: { enrolment_id: '{{cancelled_enrolment_id}}' },
            is: { status: 'CANCELLED' },
          },
          {
            name: 'For an unknown application',
            description: "Another organisation's application is as unknown as none.",
            call: 'createEnrolment',
            body: { application_id: '00000000-0000-4000-8000-000000000000' },
            refused: 'UNKNOWN_APPLICATION',
          },
          {
            name: 'With an unknown field',
            description: 'Unknown fields are refused, so that a misspelt one does not go unnoticed.',
            call: 'createEnrolment',
            body: { application_id: '{{application_id}}', user_refrence: 'x' },
            refused: 'MALFORMED_REQUEST',
            tests: { 'names the field': 'pm.expect(answer.detail).to.include("user_refrence")' },
          },
          {
            name: 'Without a key',
            description: 'Every call needs an API key.',
            call: 'createEnrolment',
            key: null,
            body: { application_id: '{{application_id}}' },
            refused: 'UNAUTHENTICATED',
          },
        ],
      },
      {
        name: 'Enrolment: after the phone',
        description: 'The phone has enrolled with {{activation_code}}. Fills in {{device_id}}.',
        steps: [
          {
            name: 'Look at the completed enrolment',
            description: 'Completed: it names the device.',
            call: 'getEnrolment',
            is: { status: 'COMPLETED' },
            keep: { device_id: 'device_id' },
          },
          {
            name: "Find the user's devices",
            description: 'By your own reference of the user, a page at a time.',
            call: 'searchDevices',
            query: { user_reference: 'customer-4711', application_id: '{{application_id}}' },
            tests: {
              'finds the device':
                'pm.expect(answer.devices.map(device => device.device_id)).to.include(pm.environment.get("device_id"))',
            },
          },
          {
            name: 'Look at the device',
            description: 'State, lock and methods with the attempts that are left.',
            call: 'getDevice',
            is: { device_status: 'ACTIVE', lock_status: 'UNLOCKED' },
            tests: {
              'has its methods':
                'pm.expect(answer.auth_methods.map(method => method.auth_method)).to.include.members(' +
                '["DEVICE_PIN", "OFFLINE_PIN"])',
            },
          },
        ],
      },
    ],
  },
  {
    name: 'Authentication',
    description: 'Online: the phone asks for what was begun for it, and answers.',
    folders: [
      {
        name: 'Authentication: begin',
        description: 'Ends with an open authentication in {{authentication_id}}.',
        steps: [
          {
            name: 'Begin',
            description:
              'The phone shows title and context and answers with one of the methods. With an Idempotency-Key a ' +
              'repetition gives the same answer.',
            call: 'beginAuthentication',
            headers: { 'Idempotency-Key': 'payment-1' },
            body: {
              device_id: '{{device_id}}',
              context_title: 'Payment',
              context: 'Pay 12.50 EUR to Alice',
              auth_methods: ['DEVICE_PIN'],
            },
            is: { status: 'STARTED' },
            keep: { authentication_id: 'id', first_answer: 'pm.response.text()' },
          },
          {
            name: 'Begin again with the same key',
            description: 'The same answer, and no second session.',
            call: 'beginAuthentication',
            headers: { 'Idempotency-Key': 'payment-1' },
            body: {
              device_id: '{{device_id}}',
              context_title: 'Payment',
              context: 'Pay 12.50 EUR to Alice',
              auth_methods: ['DEVICE_PIN'],
            },
            tests: { 'is the same answer': 'pm.expect(pm.response.text()).to.eql(pm.environment.get("first_answer"))' },
          },
          {
            name: 'The same key for something else',
            description: 'A key belongs to one request.',
            call: 'beginAuthentication',
            headers: { 'Idempotency-Key': 'payment-1' },
            body: { device_id: '{{device_id}}', context: 'Pay 99 EUR to Mallory', auth_methods: ['DEVICE_PIN'] },
            refused: 'IDEMPOTENCY_KEY_REUSED',
          },
          {
            name: 'Look at it',
            description: 'Open until the phone has answered.',
            call: 'getAuthentication',
            path: { session_id: '{{authentication_id}}' },
            is: { status: 'STARTED' },
            lacks: ['auth_method'],
          },
        ],
      },
      {
        name: 'Authentication: after the phone',
        description: 'The phone has answered with its PIN.',
        steps: [
          {
            name: 'Look at the result',
            description: 'Completed: method and level say how.',
            call: 'getAuthentication',
            path: { session_id: '{{authentication_id}}' },
            is: { status: 'COMPLETED', auth_method: 'DEVICE_PIN', auth_level: 'TWO_FACTOR' },
          },
          {
            name: 'Cancel what is completed',
            description: 'Too late.',
            call: 'cancelAuthentication',
            path: { session_id: '{{authentication_id}}' },
            refused: 'SESSION_NOT_OPEN',
          },
          {
            name: 'Begin one to cancel',
            description: 'Without a context: a sign-in.',
            call: 'beginAuthentication',
            body: { device_id: '{{device_id}}' },
            keep: { cancelled_authentication_id: 'id' },
          },
          {
            name: 'Cancel it',
            description: 'The phone finds nothing any more.',
            call: 'cancelAuthentication',
            path: { session_id: '{{cancelled_authentication_id}}' },
            is: { status: 'CANCELLED' },
          },
          {
            name: 'With a method that is not allowed',
            description: "Refused by the application's configuration.",
            call: 'beginAuthentication',
            body: { device_id: '{{device_id}}', auth_methods: ['DEVICE_IOS_FACE_ID'] },
            refused: 'AUTH_METHOD_NOT_ALLOWED',
          },
        ],
      },
    ],
  },
  {
    name: 'Offline authentication',
    description: 'The phone reads the verification data and shows a one-time password.',
    folders: [
      {
        name: 'Offline authentication: begin',
        description: 'Ends with verification data in {{verification_data}}.',
        steps: [
          {
            name: 'Begin',
            description: 'Verification data for a QR code; the context is what the user agrees to.',
            call: 'beginOfflineAuthentication',
            headers: { 'Idempotency-Key': 'transfer-1' },
            body: { device_id: '{{device_id}}', auth_method: 'OFFLINE_PIN', context: 'Pay 12.50 EUR to Alice' },
            is: { status: 'STARTED' },
            tests: { 'has digits for the QR code': 'pm.expect(answer.verification_data).to.match(/^[0-9]+$/)' },
            keep: { offline_id: 'id', verification_data: 'verification_data' },
          },
          {
            name: 'Draw the QR code',
            description: 'As SVG or PNG, by Accept.',
            call: 'getOfflineAuthenticationQrCode',
            path: { session_id: '{{offline_id}}' },
            headers: { Accept: 'image/svg+xml' },
            tests: { 'is a picture': 'pm.expect(pm.response.headers.get("Content-Type")).to.eql("image/svg+xml")' },
          },
          {
            name: 'Look at it',
            description: 'Without the verification data.',
            call: 'getOfflineAuthentication',
            path: { session_id: '{{offline_id}}' },
            lacks: ['verification_data'],
          },
        ],
      },
      {
        name: 'Offline authentication: after the phone',
        description: '{{one_time_password}} is what the phone shows, {{wrong_password}} what a user mistyped.',
        steps: [
          {
            name: 'Verify a wrong password',
            description: 'Counts as an attempt.',
            call: 'verifyOfflineAuthentication',
            path: { session_id: '{{offline_id}}' },
            headers: { 'Idempotency-Key': 'attempt-1' },
            body: { otp: '{{wrong_password}}' },
            is: { result: 'FAILURE', remaining_attempts: 2 },
          },
          {
            name: 'Verify it again with the same key',
            description: 'The same answer, and no second attempt.',
            call: 'verifyOfflineAuthentication',
            path: { session_id: '{{offline_id}}' },
            headers: { 'Idempotency-Key': 'attempt-1' },
            body: { otp: '{{wrong_password}}' },
            is: { result: 'FAILURE', remaining_attempts: 2 },
          },
          {
            name: 'Verify what is no password',
            description: 'Costs nothing.',
            call: 'verifyOfflineAuthentication',
            path: { session_id: '{{offline_id}}' },
            body: { otp: '12' },
            refused: 'INVALID_OTP',
          },
          {
            name: 'Verify the right password',
            description: 'Succeeds once.',
            call: 'verifyOfflineAuthentication',
            path: { session_id: '{{offline_id}}' },
            body: { otp: '{{one_time_password}}' },
            is: { result: 'SUCCESS', status: 'COMPLETED', remaining_attempts: 3 },
          },
          {
            name: 'Verify it a second time',
            description: 'Spent.',
            call: 'verifyOfflineAuthentication',
            path: { session_id: '{{offline_id}}' },
            body: { otp: '{{one_time_password}}' },
            refused: 'SESSION_NOT_OPEN',
            is: { session_status: 'COMPLETED' },
          },
          {
            name: 'Begin one to cancel',
            call: 'beginOfflineAuthentication',
            body: { device_id: '{{device_id}}', auth_method: 'OFFLINE_PIN', context: 'Sign in' },
            keep: { cancelled_offline_id: 'id' },
          },
          {
            name: 'Cancel it',
            call: 'cancelOfflineAuthentication',
            path: { session_id: '{{cancelled_offline_id}}' },
            is: { status: 'CANCELLED' },
          },
          {
            name: 'With a context that hides something',
            description: 'Code points that change how the rest is shown are refused.',
            call: 'beginOfflineAuthentication',
            body: { device_id: '{{device_id}}', auth_method: 'OFFLINE_PIN', context: 'Pay ‮12 EUR' },
            refused: 'INVALID_CONTEXT',
          },
        ],
      },
    ],
  },
  {
    name: 'Device and method locking',
    description: 'A lock by the service provider holds until it is taken away.',
    steps: [
      {
        name: 'Look at a method',
        description: 'One method of the device.',
        call: 'getAuthMethod',
        path: { auth_method: 'OFFLINE_PIN' },
        is: { lock_status: 'UNLOCKED' },
      },
      {
        name: 'Lock the method',
        description: 'The reason is yours, for the audit log.',
        call: 'lockAuthMethod',
        path: { auth_method: 'OFFLINE_PIN' },
        body: { reason: 'phone reported lost' },
        is: { lock_status: 'LOCKED', lock_reason: 'ADMIN' },
      },
      {
        name: 'Begin with the locked method',
        call: 'beginOfflineAuthentication',
        body: { device_id: '{{device_id}}', auth_method: 'OFFLINE_PIN', context: 'Pay 12.50 EUR to Alice' },
        refused: 'METHOD_LOCKED',
      },
      {
        name: 'Unlock the method',
        description: 'Resets its count.',
        call: 'unlockAuthMethod',
        path: { auth_method: 'OFFLINE_PIN' },
        is: { lock_status: 'UNLOCKED' },
      },
      {
        name: 'Lock the device',
        description: 'With all its methods.',
        call: 'lockDevice',
        body: { reason: 'phone reported stolen' },
        is: { lock_status: 'LOCKED', lock_reason: 'ADMIN' },
      },
      {
        name: 'Begin on the locked device',
        call: 'beginOfflineAuthentication',
        body: { device_id: '{{device_id}}', auth_method: 'OFFLINE_PIN', context: 'Pay 12.50 EUR to Alice' },
        refused: 'DEVICE_LOCKED',
      },
      {
        name: 'Begin online on the locked device',
        call: 'beginAuthentication',
        body: { device_id: '{{device_id}}' },
        refused: 'DEVICE_LOCKED',
      },
      {
        name: 'Unlock the device',
        call: 'unlockDevice',
        is: { lock_status: 'UNLOCKED' },
      },
      {
        name: 'Lock without a reason',
        call: 'lockDevice',
        body: {},
        refused: 'MALFORMED_REQUEST',
      },
      {
        name: 'A method that does not exist',
        call: 'getAuthMethod',
        path: { auth_method: 'TELEPATHY' },
        refused: 'UNKNOWN_AUTH_METHOD',
      },
      {
        name: 'Remove the method',
        description: 'For good: the phone has to add it again.',
        call: 'deleteAuthMethod',
        path: { auth_method: 'OFFLINE_PIN' },
      },
      {
        name: 'Look at the removed method',
        call: 'getAuthMethod',
        path: { auth_method: 'OFFLINE_PIN' },
        refused: 'AUTH_METHOD_NOT_ACTIVATED',
      },
    ],
  },
  {
    name: 'Administration',
    description: 'With a key of role ADMIN ({{admin_key_id}}).',
    key: 'admin',
    steps: [
      {
        name: 'Make an organisation',
        description: 'Whose applications and keys there will be.',
        call: 'createOrganisation',
        body: { name: 'Example Bank {{$randomUUID}}' },
        keep: { organisation_id: 'id' },
      },
      {
        name: 'List organisations',
        call: 'listOrganisations',
        tests: {
          'has the new one': 'pm.expect(JSON.stringify(answer)).to.include(pm.environment.get("organisation_id"))',
        },
      },
      {
        name: 'Make an application',
        description: 'With its configuration; what is left out has its default.',
        call: 'createApplication',
        body: {
          organisation_id: '{{organisation_id}}',
          name: 'Mobile banking',
          configuration: { ALLOWED_AUTH_METHODS: 'DEVICE:PIN,OFFLINE:PIN', OFFLINE_OTP_LENGTH: '6' },
        },
        keep: { new_application_id: 'id' },
      },
      {
        name: 'Read the configuration',
        description: 'ETag is its version.',
        call: 'getConfiguration',
        path: { application_id: '{{new_application_id}}' },
        is: { 'configuration.AMOUNT_FAILURES_ALLOWED': '3' },
        keep: { etag: 'pm.response.headers.get("ETag")' },
      },
      {
        name: 'Try a change of the configuration',
        description: 'Nothing is written; the answer has the warnings.',
        call: 'changeConfiguration',
        path: { application_id: '{{new_application_id}}' },
        query: { dry_run: 'true' },
        headers: { 'If-Match': '{{etag}}' },
        body: { AMOUNT_FAILURES_ALLOWED: '7' },
        tests: { warns: 'pm.expect(answer.warnings.length).to.eql(1)', 'changes nothing': 'pm.expect(answer.version).to.eql(1)' },
      },
      {
        name: 'Change the configuration',
        description: "With If-Match nobody else's change is lost.",
        call: 'changeConfiguration',
        path: { application_id: '{{new_application_id}}' },
        headers: { 'If-Match': '{{etag}}' },
        body: { AMOUNT_FAILURES_ALLOWED: '5' },
        is: { 'configuration.AMOUNT_FAILURES_ALLOWED': '5' },
      },
      {
        name: 'Change an older version',
        description: 'Somebody was faster.',
        call: 'changeConfiguration',
        path: { application_id: '{{new_application_id}}' },
        headers: { 'If-Match': '{{etag}}' },
        body: { AMOUNT_FAILURES_ALLOWED: '4' },
        refused: 'PRECONDITION_FAILED',
      },
      {
        name: 'Set what is out of bounds',
        call: 'changeConfiguration',
        path: { application_id: '{{new_application_id}}' },
        body: { OFFLINE_OTP_LENGTH: '12' },
        refused: 'INVALID_CONFIGURATION',
        tests: { 'names the property': 'pm.expect(answer.detail).to.include("OFFLINE_OTP_LENGTH")' },
      },
      {
        name: 'Replace the configuration',
        description: 'What is left out gets its default.',
        call: 'replaceConfiguration',
        path: { application_id: '{{new_application_id}}' },
        body: { ALLOWED_AUTH_METHODS: 'DEVICE:PIN' },
        is: { 'configuration.AMOUNT_FAILURES_ALLOWED': '3' },
      },
      {
        name: 'Read the history',
        description: 'The newest first.',
        call: 'getConfigurationHistory',
        path: { application_id: '{{new_application_id}}' },
        tests: { 'has every version': 'pm.expect(answer.changes.length).to.eql(3)' },
      },
      {
        name: 'Make an API key',
        description: 'The secret is told once.',
        call: 'createApiKey',
        body: { organisation_id: '{{organisation_id}}', name: 'read only', role: 'READ_ONLY' },
        tests: { 'tells the secret': 'pm.expect(answer.key_secret).to.match(/^[0-9a-f]{64}$/)' },
        keep: { new_key_id: 'id', new_key_secret: 'key_secret' },
      },
      {
        name: 'Use the new key to read',
        call: 'searchDevices',
        key: 'new',
      },
      {
        name: 'Use the new key to write',
        description: 'READ_ONLY changes nothing.',
        call: 'createEnrolment',
        key: 'new',
        body: { application_id: '{{new_application_id}}' },
        refused: 'FORBIDDEN',
      },
      {
        name: 'Use it for administration',
        call: 'listOrganisations',
        key: 'new',
        refused: 'FORBIDDEN',
      },
      {
        name: 'Revoke the key',
        description: 'At once.',
        call: 'revokeApiKey',
        path: { key_id: '{{new_key_id}}' },
        tests: { 'says when': 'pm.expect(answer).to.have.property("revoked_at")' },
      },
      {
        name: 'Use the revoked key',
        call: 'searchDevices',
        key: 'new',
        refused: 'UNAUTHENTICATED',
      },
      {
        name: "Look at the example's application",
        description: 'Whose organisation has the device.',
        call: 'getApplication',
        keep: { device_organisation_id: 'organisation_id' },
      },
      {
        name: "Find an organisation's devices",
        description: 'An administrator sees the devices of every organisation, of one at a time.',
        call: 'adminSearchDevices',
        query: { organisation_id: '{{device_organisation_id}}', user_reference: 'customer-4711' },
        tests: {
          'has the device':
            'pm.expect(answer.devices.map(device => device.device_id)).to.include(pm.environment.get("device_id"))',
        },
      },
      {
        name: 'Find devices of no organisation',
        description: 'Devices of several organisations are never on one page.',
        call: 'adminSearchDevices',
        refused: 'MALFORMED_REQUEST',
        tests: { 'names the field': 'pm.expect(answer.detail).to.include("organisation_id")' },
      },
      {
        name: "Lock a bank's device",
        description: 'As the bank can do it.',
        call: 'adminLockDevice',
        body: { reason: 'asked by the bank' },
        is: { lock_status: 'LOCKED' },
      },
      {
        name: "Unlock a bank's device",
        description: 'As the bank can do it.',
        call: 'adminUnlockDevice',
        is: { lock_status: 'UNLOCKED' },
      },
      {
        name: 'See who locked it',
        description: "It is in the audit log by the administrator's key.",
        call: 'searchAuditEvents',
        query: { device_id: '{{device_id}}', action: 'DEVICE_LOCKED', limit: '1' },
        tests: {
          'was the administrator': 'pm.expect(answer.events[0].key_id).to.eql(pm.environment.get("admin_key_id"))',
          'knows why': 'pm.expect(answer.events[0].detail).to.include("asked by the bank")',
        },
      },
      {
        name: 'Read statistics',
        description: 'How authentications ended, by method, over time.',
        call: 'getStatistics',
        query: { from: '2026-01-01T00:00:00Z', interval: 'day' },
      },
      {
        name: 'Search the audit log',
        description: 'Who did what to this device.',
        call: 'searchAuditEvents',
        query: { device_id: '{{device_id}}' },
        tests: {
          "knows the device's attempts":
            'pm.expect(answer.events.map(event => event.action)).to.include("OFFLINE_AUTHENTICATION_ATTEMPTED")',
          'holds no password':
            'pm.expect(pm.response.text()).to.not.include("\\"" + pm.environment.get("one_time_password") + "\\"")',
        },
      },
      {
        name: 'Read the signed heads',
        description: 'Keep them elsewhere: they prove that the log was not changed since.',
        call: 'getAuditHeads',
        tests: { 'are signed': 'pm.expect(answer.heads[0]).to.have.property("signature")' },
      },
      {
        name: 'Verify the audit log',
        description: 'Walks the whole chain.',
        call: 'verifyAuditLog',
        is: { valid: true },
      },
      {
        name: 'Rotate the master key',
        description: 'In the background.',
        call: 'startMasterKeyRotation',
      },
      {
        name: 'Look at the rotation',
        call: 'getMasterKeyRotation',
      },
      {
        name: 'Clean up',
        description: 'Finished sessions past their retention, in the background.',
        call: 'startCleanUp',
      },
      {
        name: 'Look at the maintenance',
        call: 'getMaintenance',
      },
    ],
  },
  {
    name: 'Removal',
    description: 'The end of a device.',
    steps: [
      {
        name: 'Remove the device',
        description: 'Its keys are gone.',
        call: 'deleteDevice',
      },
      {
        name: 'Look at the removed device',
        description: 'Its id and history stay.',
        call: 'getDevice',
        is: { device_status: 'DEACTIVATED' },
        tests: { 'has no methods': 'pm.expect(answer.auth_methods.length).to.eql(0)' },
      },
      {
        name: 'Begin on the removed device',
        call: 'beginOfflineAuthentication',
        body: { device_id: '{{device_id}}', auth_method: 'OFFLINE_PIN', context: 'Pay 12.50 EUR to Alice' },
        refused: 'UNKNOWN_DEVICE',
      },
    ],
  },
];
