// Asks the browser for a passkey, and sends its answer with the form that asked. No eval, no inline code.
'use strict';
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  function question(form) {
    const options = JSON.parse(form.dataset.passkey);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const known of (options.excludeCredentials || []).concat(options.allowCredentials || [])) known.id = bytes(known.id);
    return options;
  }

  function answer(credential) {
    const response = {};
    for (const part of ['attestationObject', 'authenticatorData', 'clientDataJSON', 'signature', 'userHandle']) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, extensions: {} });
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const wrong = form.querySelector('[data-passkey-wrong]');
      wrong.hidden = true;
      try {
        const publicKey = question(form);
        const credential = publicKey.user ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
        form.querySelector('[data-passkey-answer]').value = answer(credential);
        form.submit();
      } catch {
        wrong.hidden = false;
      }
    });
  }
})();
